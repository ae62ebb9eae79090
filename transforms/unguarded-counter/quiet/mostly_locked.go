package mostly_locked

import "sync"

// cache has a lock for size: that it is not taken once is another matter.
type cache struct {
	mu   sync.Mutex
	size int
}

func (c *cache) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.size++
}

func (c *cache) remove() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.size--
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.size = 0
}

func (c *cache) run() {
	go c.add()
	go c.remove()
	go c.clear()
	println(c.size)
}
