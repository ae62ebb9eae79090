package lock_beside

import "sync"

type pool struct {
	mu    sync.Mutex
	jobs  []func()
	count int
}

func (p *pool) put(job func()) {
	p.mu.Lock()
	p.jobs = append(p.jobs, job)
	p.count++
	p.mu.Unlock()
}

func (p *pool) finish() {
	p.count-- // want "p.count is changed here"
}

func (p *pool) Run(jobs ...func()) {
	for _, job := range jobs {
		go func() {
			p.put(job)
			p.finish()
		}()
	}
	println(p.count)
}
