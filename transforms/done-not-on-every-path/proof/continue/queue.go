package queue

import "sync"

// Queue hands names to a worker.
type Queue struct {
	names chan string
	wg    sync.WaitGroup
	Seen  []string
}

// New makes a queue with its worker.
func New() *Queue {
	q := &Queue{names: make(chan string)}
	go q.work()
	return q
}

// Add adds a name.
func (q *Queue) Add(name string) {
	q.wg.Add(1)
	q.names <- name
}

func (q *Queue) work() {
	for name := range q.names {
		if name == "" {
			continue
		}
		q.Seen = append(q.Seen, name)
		q.wg.Done()
	}
}

// Close waits until all names are seen.
func (q *Queue) Close() {
	q.wg.Wait()
	close(q.names)
}
