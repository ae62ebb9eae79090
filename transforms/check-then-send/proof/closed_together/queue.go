package closed_together

import (
	"errors"
	"sync"
)

var errStopped = errors.New("stopped")

// Queue sums up what is submitted.
type Queue struct {
	jobs   chan int
	closed chan struct{}
	worker sync.WaitGroup
	sum    int
}

func NewQueue() *Queue {
	q := &Queue{jobs: make(chan int), closed: make(chan struct{})}
	q.worker.Add(1)
	go q.work()
	return q
}

func (q *Queue) work() {
	defer q.worker.Done()
	for job := range q.jobs {
		q.sum += job
	}
}

func (q *Queue) Submit(job int) error {
	select {
	case <-q.closed:
		return errStopped
	default:
	}
	q.jobs <- job
	return nil
}

func (q *Queue) Close() int {
	close(q.closed)
	close(q.jobs)
	q.worker.Wait()
	return q.sum
}
