package cache

import "sync"

// Cache remembers values, and how often it was asked.
type Cache struct {
	mu     sync.RWMutex
	values map[string]int
	asked  int
}

func New() *Cache {
	return &Cache{values: make(map[string]int)}
}

func (c *Cache) Get(key string) (int, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	value, ok := c.values[key]
	return value, ok
}

func (c *Cache) Set(key string, value int) {
	c.mu.RLock()
	if _, ok := c.values[key]; ok {
		c.mu.RUnlock()
		return
	}
	c.values[key] = value
	c.mu.RUnlock()
}

func (c *Cache) count() {
	c.asked++
}

// Ask gets a value and counts.
func (c *Cache) Ask(key string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.count()
	return c.values[key]
}

func (c *Cache) Asked() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.asked
}
