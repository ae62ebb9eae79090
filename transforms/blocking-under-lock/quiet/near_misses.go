package quiet

import "sync"

type pool struct {
	mu      sync.Mutex
	state   sync.Mutex
	workers sync.WaitGroup
	jobs    chan int
	results chan int
	tokens  chan struct{}
	quit    chan struct{}
	cond    *sync.Cond
	done    int
}

func newPool() *pool {
	p := &pool{
		jobs:    make(chan int),
		results: make(chan int),
		tokens:  make(chan struct{}, 4),
		quit:    make(chan struct{}),
	}
	p.cond = sync.NewCond(&p.mu)
	p.workers.Add(1)
	go p.work()
	go p.collect()
	return p
}

// The worker needs another lock.
func (p *pool) work() {
	defer p.workers.Done()
	for job := range p.jobs {
		p.state.Lock()
		p.done += job
		p.state.Unlock()
	}
}

// Somebody receives without the lock.
func (p *pool) collect() {
	for result := range p.results {
		_ = result
	}
}

func (p *pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.jobs)
	p.workers.Wait()
}

func (p *pool) Put(job int) {
	p.mu.Lock()
	p.jobs <- job
	p.results <- job
	p.mu.Unlock()
}

// With a way out.
func (p *pool) Try(job int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case p.jobs <- job:
	case <-p.quit:
	}
}

// A buffer: a token may be there.
func (p *pool) Take() {
	p.mu.Lock()
	<-p.tokens
	p.mu.Unlock()
}

func (p *pool) Give() {
	p.mu.Lock()
	p.tokens <- struct{}{}
	p.mu.Unlock()
}

// The condition's own lock.
func (p *pool) Wait() {
	p.mu.Lock()
	for p.done == 0 {
		p.cond.Wait()
	}
	p.mu.Unlock()
}

func (p *pool) Signal() {
	p.mu.Lock()
	p.done++
	p.cond.Signal()
	p.mu.Unlock()
}

// Unlocked before.
func (p *pool) Drain() {
	p.mu.Lock()
	p.done = 0
	p.mu.Unlock()
	p.workers.Wait()
}
