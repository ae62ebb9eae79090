package pointer_parameter

import "sync"

type Peer struct {
	mu     sync.RWMutex
	blocks float64
	bodies float64
}

func (p *Peer) Blocks() float64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.blocks
}

func (p *Peer) BlocksDone(n float64) {
	p.done(&p.blocks, n)
}

func (p *Peer) BodiesDone(n float64) {
	p.done(&p.bodies, n)
}

func (p *Peer) done(rate *float64, n float64) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	*rate = (*rate + n) / 2 // want "*rate is changed while p.mu is locked for reading only"
}
