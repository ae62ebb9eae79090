package errors

import "errors"

var ErrClosed = errors.New("queue is closed")

type Queue struct {
	items chan string
	count int
}

func NewQueue() *Queue {
	q := &Queue{}
	q.items = make(chan string)
	go q.run()
	return q
}

func (q *Queue) run() {
	for range q.items {
		q.count++
	}
	q.count = -1
}

func (q *Queue) Put(item string) error {
	q.items <- item
	return nil
}

func (q *Queue) Offer(item string) bool {
	select {
	case q.items <- item:
		return true
	default:
		return false
	}
}

func (q *Queue) Close() {
	close(q.items) // want "closed while others may still send"
}
