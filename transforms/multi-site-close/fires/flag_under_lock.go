package flag_under_lock

import "sync"

type Pool struct {
	mu     sync.Mutex
	closed bool
	done   chan struct{}
}

func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.closed = true
	close(p.done)
}

func (p *Pool) watch(failed <-chan error) {
	<-failed
	close(p.done) // want "Pool.watch closes it here, whether Pool.Close has closed it or not"
}

func (p *Pool) Start(failed <-chan error) {
	go p.watch(failed)
}
