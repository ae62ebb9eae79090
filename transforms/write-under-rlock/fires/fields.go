package fields

import "sync"

type Queue struct {
	sync.RWMutex
	jobs  []string
	taken int
	names [4]string
}

func (q *Queue) Len() int {
	q.RLock()
	defer q.RUnlock()
	return len(q.jobs)
}

func (q *Queue) Push(job string) {
	q.RLock()
	defer func() {
		q.RUnlock()
	}()
	q.jobs = append(q.jobs, job) // want "q.jobs is changed while q.RWMutex is locked for reading only"
}

func (q *Queue) Pop() string {
	q.RLock()
	defer q.RUnlock()
	job := q.jobs[0]
	q.jobs = q.jobs[1:] // want "q.jobs is changed"
	q.taken++
	return job
}

func (q *Queue) Taken() int {
	q.Lock()
	defer q.Unlock()
	return q.taken
}
