package full_queue

type queue struct {
	items chan int
}

func newQueue() *queue { return &queue{items: make(chan int, 1)} }

// offer never blocks: it says whether there was room.
func (q *queue) offer(item int) bool {
	if len(q.items) < cap(q.items) {
		q.items <- item
		return true
	}
	return false
}
