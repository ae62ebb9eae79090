package locked_by_tests

// Queue is for one goroutine.
type Queue struct {
	until int
	items []int
}

func (q *Queue) Refresh(until int) {
	q.until = until
}

func (q *Queue) Push(n int) {
	if n > q.until {
		return
	}
	q.items = append(q.items, n)
}
