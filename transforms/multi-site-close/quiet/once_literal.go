package once_literal

import "sync"

type Conn struct {
	done     chan struct{}
	doneOnce sync.Once
}

func (c *Conn) Close() error {
	c.doneOnce.Do(func() { close(c.done) })
	return nil
}

func (c *Conn) fail() {
	c.doneOnce.Do(func() {
		close(c.done)
	})
}

func (c *Conn) Run() {
	go c.fail()
}
