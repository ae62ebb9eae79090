package counts_after_unlock

import "sync"

// Pool keeps connections.
type Pool struct {
	mu    sync.Mutex
	conns []string
	puts  int
}

func (p *Pool) Put(conn string) {
	p.mu.Lock()
	p.conns = append(p.conns, conn)
	p.mu.Unlock()
	p.puts++ // want "p.puts is changed here"
}

func (p *Pool) Puts() int { return p.puts }
