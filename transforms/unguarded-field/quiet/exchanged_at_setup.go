package exchanged_at_setup

import "sync"

type ticker interface{ Next() bool }

// Clock ticks.
type Clock struct {
	mu     sync.Mutex
	ticker ticker
	ticks  int
}

// SetTicker is for tests.
func (c *Clock) SetTicker(ticker ticker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ticker = ticker
}

// RegisterTicker is for all others.
func (c *Clock) RegisterTicker(ticker ticker) {
	c.mu.Lock()
	c.ticker = ticker
	c.mu.Unlock()
}

func (c *Clock) Start() {
	go c.run()
}

func (c *Clock) run() {
	for c.ticker.Next() {
		c.mu.Lock()
		c.ticks++
		c.mu.Unlock()
	}
}
