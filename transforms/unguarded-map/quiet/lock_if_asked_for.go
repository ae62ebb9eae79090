package fixture

import "sync"

type cache struct {
	mu    sync.RWMutex
	pages map[string]string
}

func (c *cache) clear() {
	c.mu.Lock()
	for name := range c.pages {
		delete(c.pages, name)
	}
	c.mu.Unlock()
}

func (c *cache) has(name string, lock bool) bool {
	if lock {
		c.mu.RLock()
		defer c.mu.RUnlock()
	}
	_, ok := c.pages[name]
	return ok
}

func use(c *cache, names []string) {
	go c.clear()
	for _, name := range names {
		go c.has(name, true)
	}
}
