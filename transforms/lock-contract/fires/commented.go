package cache

import (
	"fmt"
	"sync"
)

type Cache struct {
	mu     sync.RWMutex
	values map[string]string
}

// get returns a value. The caller must hold c.mu.
func (c *Cache) get(key string) string {
	return c.values[key]
}

func (c *Cache) Get(key string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.get(key)
}

func (c *Cache) Both(first, second string) (string, string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.get(first), c.get(second)
}

func (c *Cache) Set(key, value string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[key] = value
}

func (c *Cache) Delete(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.values, key)
}

func (c *Cache) Has(key string) bool {
	return c.get(key) != "" // want "Cache.get is called without c.mu, which its comment asks for"
}

func (c *Cache) Print(key string) {
	if value := c.get(key); value != "" { // want "Cache.get is called without c.mu"
		fmt.Println(value)
	}
}

func (c *Cache) Show(key string) {
	fmt.Println(c.get(key)) // want "Cache.get is called without c.mu"
}
