package lock_and_select

import "sync"

type Conn struct {
	mu   sync.Mutex
	done chan struct{}
}

func (c *Conn) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.done:
		return
	default:
		close(c.done)
	}
}
