package queue

import "sync"

type Queue struct {
	mu    sync.Mutex
	items []string
}

func (q *Queue) Push(item string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, item)
}

func (q *Queue) Pop() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	item := q.items[0]
	q.items = q.items[1:]
	return item
}

func (q *Queue) Drain() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	items := q.items
	q.items = nil
	return items
}

func (q *Queue) Peek() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.items[0]
}

func (q *Queue) Len() int {
	return len(q.items) // want "q.items is read without q.mu, which guards it in 6 of 7 other places"
}

func (q *Queue) Reset() { q.items = nil } // want "q.items is written without q.mu"
