// Package queue calls a function that needs the lock without it.
package queue

import "sync"

type Queue struct {
	mu    sync.Mutex
	items []int
}

func (q *Queue) pushLocked(item int) {
	q.items = append(q.items, item)
}

func (q *Queue) Push(item int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pushLocked(item)
}

func (q *Queue) PushTwo(first, second int) {
	q.mu.Lock()
	q.pushLocked(first)
	q.pushLocked(second)
	q.mu.Unlock()
}

// PushNext forgets the lock.
func (q *Queue) PushNext(items <-chan int) {
	for item := range items {
		q.pushLocked(item)
	}
}

func (q *Queue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items)
}
