package pool

import "sync"

type Pool struct {
	jobs chan func()
	wg   sync.WaitGroup
}

func NewPool(workers int) *Pool {
	p := &Pool{jobs: make(chan func(), 16)}
	for range workers {
		p.wg.Add(1)
		go p.worker()
	}
	return p
}

func (p *Pool) worker() {
	defer p.wg.Done()
	for job := range p.jobs {
		job()
	}
}

// Submit hands a job to a worker.
func (p *Pool) Submit(job func()) {
	p.jobs <- job
}

func (p *Pool) Stop() {
	close(p.jobs) // want "closed while others may still send"
	p.wg.Wait()
}
