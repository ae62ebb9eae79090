package asked_by_itself

import "sync"

type queue struct {
	mu    sync.RWMutex
	tasks []int
	size  int
}

// results is for the one goroutine that imports.
func (q *queue) Results() []int {
	taken := q.take()
	sum := 0
	for _, n := range taken {
		sum += n
	}
	q.size = sum
	println(q.Stats())
	return taken
}

func (q *queue) take() []int {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.tasks
	q.tasks = nil
	return taken
}

func (q *queue) Stats() (int, int) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.stats()
}

func (q *queue) stats() (int, int) { return len(q.tasks), q.size }

func (q *queue) Add(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks = append(q.tasks, n)
}
