package queue

import "sync"

type Queue struct {
	mu    sync.Mutex
	items []string
	limit int
}

func New(limit int) *Queue {
	q := &Queue{}
	q.items = make([]string, 0, limit)
	q.fill()
	q.setLimit(limit)
	return q
}

// fill is for New only.
func (q *Queue) fill() {
	q.items = append(q.items, "first")
}

func (q *Queue) setLimit(limit int) {
	q.limit = limit
}

func (q *Queue) Push(item string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, item)
	q.limit--
}

func (q *Queue) Pop() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.limit++
	return q.popLocked()
}

func (q *Queue) popLocked() string {
	item := q.items[0]
	q.items = q.items[1:]
	return item
}

// peek returns the first item; q.mu must be held.
func (q *Queue) peek() string {
	return q.items[0]
}

func (q *Queue) Peek() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.peek()
}
