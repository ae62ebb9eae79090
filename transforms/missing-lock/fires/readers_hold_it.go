package heights

import "sync"

// All that read it hold the lock; the one that writes does not.
type Pool struct {
	mu   sync.Mutex
	last map[string]int
}

func New() *Pool {
	return &Pool{last: make(map[string]int)}
}

func (p *Pool) Last(name string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last[name]
}

func (p *Pool) Has(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.last[name]
	return ok
}

func (p *Pool) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.last)
}

func (p *Pool) Update(name string, height int) {
	p.last[name] = height // want "p.last is written without p.mu"
}
