package flag_guard

import "sync"

type Queue struct {
	mu     sync.Mutex
	items  []string
	closed bool
	done   chan struct{}
}

func (q *Queue) Push(item string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.items = append(q.items, item)
	return true
}

func (q *Queue) Close() {
	if !q.closed {
		q.closed = true
		close(q.done) // want "can both pass the test of q.closed"
	}
}
