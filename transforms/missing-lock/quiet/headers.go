package headers

import (
	"container/list"
	"sync"
)

// The pointer and the slice's header never change; the map is made when it is first needed.
type Cache struct {
	mu    sync.Mutex
	order *list.List
	slots []int
	names map[string]int
	first *string
}

func New(size int) *Cache {
	return &Cache{order: list.New(), slots: make([]int, size)}
}

func (c *Cache) Push(name string, slot int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order.PushBack(name)
	c.slots[slot]++
	if c.names == nil {
		c.names = make(map[string]int)
	}
	c.names[name] = slot
	if c.first == nil {
		c.first = &name
	}
}

func (c *Cache) Pop(slot int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order.Remove(c.order.Front())
	c.slots[slot] = 0
	delete(c.names, "")
}

func (c *Cache) Top() *string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.first
}

func (c *Cache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.order.Len() + c.slots[0] + len(c.names)
}

// Order is for tests.
func (c *Cache) Order() *list.List {
	return c.order
}

// Size is fixed.
func (c *Cache) Size() int {
	return len(c.slots)
}

// First is called after a Push.
func (c *Cache) First() string {
	return *c.first
}
