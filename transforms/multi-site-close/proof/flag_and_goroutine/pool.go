package flag_and_goroutine

import "sync"

// Pool ends when it is closed or its source fails.
type Pool struct {
	mu     sync.Mutex
	closed bool
	done   chan struct{}
}

func New(failure <-chan error) *Pool {
	p := &Pool{done: make(chan struct{})}
	go p.watch(failure)
	return p
}

func (p *Pool) watch(failure <-chan error) {
	<-failure
	close(p.done)
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

// Done is closed when the pool has ended.
func (p *Pool) Done() <-chan struct{} {
	return p.done
}
