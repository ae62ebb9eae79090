package plan

import "sync"

type step struct {
	ready func(name string) bool
	run   func()
}

type Plan struct {
	mu   sync.Mutex
	open map[string]bool
}

// Next holds the lock while it makes the step, and not when the step is asked.
func (p *Plan) Next() *step {
	p.mu.Lock()
	defer p.mu.Unlock()
	var next *step
	if len(p.open) > 0 {
		next = &step{
			ready: func(name string) bool {
				return p.open[name] // want "p.open is read without p.mu"
			},
			run: func() {},
		}
	}
	return next
}

func (p *Plan) Open(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[name] = true
}

func (p *Plan) Close(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, name)
}

func (p *Plan) IsOpen(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open[name]
}

func (p *Plan) Count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.open)
}

func (p *Plan) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = make(map[string]bool)
}
