package pool

import (
	"errors"
	"sync"
)

var ErrStopped = errors.New("pool is stopped")

type Pool struct {
	jobs chan func()
	wg   sync.WaitGroup
}

func New(workers int) *Pool {
	p := &Pool{jobs: make(chan func(), 4)}
	for range workers {
		p.wg.Add(1)
		go p.work()
	}
	return p
}

func (p *Pool) work() {
	defer p.wg.Done()
	for job := range p.jobs {
		job()
	}
}

func (p *Pool) Submit(job func()) error {
	p.jobs <- job
	return nil
}

// Stop returns when all accepted jobs are done.
func (p *Pool) Stop() {
	close(p.jobs)
	p.wg.Wait()
}
