package read_lock

import (
	"sync"
	"sync/atomic"
)

type cache struct {
	mu    sync.RWMutex
	items map[string]string
	stats struct {
		hits int64
	}
}

func (c *cache) Get(key string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	atomic.AddInt64(&c.stats.hits, 1)
	return c.items[key]
}

// Hits reads while others, who have the same read lock, count.
func (c *cache) Hits() int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.stats.hits // want "c.stats.hits is read plainly here"
}
