package once_method_value

import "sync"

type Conn struct {
	done chan struct{}
	once sync.Once
}

func (c *Conn) Close() {
	c.once.Do(c.shutdown)
}

func (c *Conn) Abort() {
	c.once.Do(c.shutdown)
}

func (c *Conn) shutdown() {
	close(c.done)
}
