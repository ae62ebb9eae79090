package element

import "sync"

type Cache struct {
	mu    sync.RWMutex
	items map[string]int
}

func (c *Cache) Get(key string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.items[key]
}

func (c *Cache) Set(key string, value int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.items[key] = value // want "c.items is changed while c.mu is locked for reading only"
}

// Drop unlocks as soon as it can.
func (c *Cache) Drop(key string) bool {
	c.mu.RLock() // taken on both paths
	if _, ok := c.items[key]; !ok {
		c.mu.RUnlock()
		return false
	}
	delete(c.items, key) // want "c.items is changed"
	c.mu.RUnlock()
	return true
}
