// Package pool waits for its workers with the lock that they need.
package pool

import "sync"

type Pool struct {
	mu      sync.Mutex
	workers sync.WaitGroup
	done    int
	start   chan struct{}
	closed  bool
}

func New(count int) *Pool {
	p := &Pool{start: make(chan struct{})}
	for range count {
		p.workers.Add(1)
		go p.work()
	}
	return p
}

func (p *Pool) work() {
	defer p.workers.Done()
	<-p.start
	p.mu.Lock()
	p.done++
	p.mu.Unlock()
}

func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	close(p.start)
	p.workers.Wait()
	p.mu.Unlock()
}

func (p *Pool) Done() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}
