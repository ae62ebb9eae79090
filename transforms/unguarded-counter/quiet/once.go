package once

import "sync"

type config struct {
	once  sync.Once
	level int
}

func (c *config) load() int {
	c.once.Do(func() { c.level = 3 })
	return c.level
}

func run(c *config) {
	go c.load()
	go c.load()
}
