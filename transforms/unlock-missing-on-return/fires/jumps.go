package loops

import "sync"

type job struct {
	mu   sync.Mutex
	done bool
	next *job
}

type queue struct {
	mu   sync.Mutex
	jobs []int
	seen map[int]bool
}

func (q *queue) run(ids <-chan int) {
	for id := range ids {
		q.mu.Lock()
		if q.seen[id] {
			continue // want "still locked at this continue"
		}
		q.seen[id] = true
		q.mu.Unlock()
	}
}

func (q *queue) drain(stop int) {
	for {
		q.mu.Lock()
		if len(q.jobs) == 0 {
			q.mu.Unlock()
			return
		}
		id := q.jobs[0]
		if id == stop {
			break // want "still locked at this break"
		}
		q.jobs = q.jobs[1:]
		q.mu.Unlock()
	}
}

func (q *queue) again(limit int) int {
retry:
	q.mu.Lock()
	if len(q.jobs) > limit {
		q.jobs = q.jobs[:limit]
		goto retry // want "still locked at this goto"
	}
	n := len(q.jobs)
	q.mu.Unlock()
	return n
}

func finish(jobs []*job) {
	for _, j := range jobs {
		j.mu.Lock()
		if j.done {
			continue // want "j.mu is still locked at this continue"
		}
		j.done = true
		j.mu.Unlock()
	}
}

// The clause ends without unlocking.
func (q *queue) loop(ids <-chan int, quit <-chan struct{}) {
	for {
		select {
		case id := <-ids:
			q.mu.Lock() // want "not unlocked behind"
			q.seen[id] = true
		case <-quit:
			return
		}
	}
}

// So does the branch.
func (q *queue) mark(id int) {
	if id > 0 {
		q.mu.Lock() // want "not unlocked behind"
		q.seen[id] = true
	}
	q.log(id)
}

func (q *queue) log(int) {}
