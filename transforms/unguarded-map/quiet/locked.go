package fixture

import "sync"

type cache struct {
	mu    sync.Mutex
	pages map[string]string
}

func (c *cache) get(name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lookup(name)
}

func (c *cache) lookup(name string) string { return c.pages[name] }

func (c *cache) set(name, page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages[name] = page
}

func fill(c *cache, names []string) {
	for _, name := range names {
		go func() {
			c.set(name, c.get("default"))
		}()
	}
}
