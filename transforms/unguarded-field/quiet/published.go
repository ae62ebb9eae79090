package published

import (
	"sync"
	"sync/atomic"
)

// Peer is safe for concurrent access.
type Peer struct {
	mu        sync.Mutex
	conn      *string
	connected atomic.Bool
}

func (p *Peer) Associate(conn *string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conn = conn
	p.connected.Store(true)
}

func (p *Peer) Address() string {
	if !p.connected.Load() {
		return ""
	}
	return *p.conn
}
