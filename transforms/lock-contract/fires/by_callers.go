package peers

import "sync"

type Peers struct {
	mu    sync.Mutex
	known map[string]int
}

func (p *Peers) drop(name string) {
	delete(p.known, name)
}

func (p *Peers) Add(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[name]++
}

func (p *Peers) Leave(name string) {
	p.mu.Lock()
	p.drop(name)
	p.mu.Unlock()
}

func (p *Peers) Ban(name string) {
	p.mu.Lock()
	p.drop(name)
	p.known["banned"]++
	p.mu.Unlock()
}

func (p *Peers) Replace(name, by string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(name)
	p.known[by] = 1
}

func (p *Peers) Gone(name string) {
	p.drop(name) // want "Peers.drop is called without p.mu, which 3 of 3 other calls hold"
}
