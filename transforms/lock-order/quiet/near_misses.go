package quiet

import "sync"

type pair struct {
	a, b sync.RWMutex
	gate sync.Mutex
	c, d sync.Mutex
	n    int
}

// Always the same order.
func (p *pair) one() {
	p.a.Lock()
	p.b.Lock()
	p.n++
	p.b.Unlock()
	p.a.Unlock()
}

// One after the other.
func (p *pair) two() {
	p.b.Lock()
	p.n++
	p.b.Unlock()
	p.a.Lock()
	p.n++
	p.a.Unlock()
}

// Under a common lock.
func (p *pair) three() {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.c.Lock()
	p.d.Lock()
	p.n++
	p.d.Unlock()
	p.c.Unlock()
}

func (p *pair) four() {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.d.Lock()
	p.c.Lock()
	p.n--
	p.c.Unlock()
	p.d.Unlock()
}

type cache struct {
	x, y sync.RWMutex
	n    int
}

// Readers only.
func (c *cache) get() int {
	c.x.RLock()
	defer c.x.RUnlock()
	c.y.RLock()
	defer c.y.RUnlock()
	return c.n
}

func (c *cache) peek() int {
	c.y.RLock()
	defer c.y.RUnlock()
	c.x.RLock()
	defer c.x.RUnlock()
	return c.n
}

// New objects belong to who makes them.
func fresh() *pair {
	p := &pair{}
	p.b.Lock()
	p.a.Lock()
	p.n = 1
	p.a.Unlock()
	p.b.Unlock()
	return p
}

// On another goroutine.
func (p *pair) later() {
	p.b.Lock()
	defer p.b.Unlock()
	go func() {
		p.a.Lock()
		p.n++
		p.a.Unlock()
	}()
}
