package queue

import "sync"

type Queue struct {
	mu    sync.Mutex
	items []string
}

func (q *Queue) pushLocked(item string) {
	q.items = append(q.items, item)
}

func (q *Queue) Push(item string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pushLocked(item)
}

func (q *Queue) PushAll(items ...string) {
	q.mu.Lock()
	for _, item := range items {
		q.pushLocked(item)
	}
	q.mu.Unlock()
}

func (q *Queue) PushLater(item string, ready <-chan struct{}) {
	<-ready
	q.pushLocked(item) // want "Queue.pushLocked is called without q.mu"
}
