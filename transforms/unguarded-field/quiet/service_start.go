package service_start

import "sync"

type logger interface{ Log(string) }

// Peer is a thread-safe view of somebody else.
type Peer struct {
	mu   sync.Mutex
	seen []string
	log  logger
	conn *string
}

// SetLogger is for whoever makes one.
func (p *Peer) SetLogger(log logger) *Peer {
	p.log = log
	return p
}

func (p *Peer) OnStart(conn *string) {
	p.conn = conn
}

func (p *Peer) OnStop() {
	if p.conn != nil {
		p.log.Log(*p.conn)
	}
}

func (p *Peer) See(what string) {
	p.mu.Lock()
	p.seen = append(p.seen, what)
	p.mu.Unlock()
	p.log.Log(what)
}
