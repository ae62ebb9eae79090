package locked

import "sync"

type Queue struct {
	mu     sync.RWMutex
	closed bool
	items  chan int
}

func NewQueue() *Queue { return &Queue{items: make(chan int, 8)} }

func (q *Queue) Put(item int) bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	if q.closed {
		return false
	}
	q.items <- item
	return true
}

func (q *Queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		close(q.items)
	}
}

func (q *Queue) Run() {
	for range q.items {
	}
}
