package evicting

// Cache holds values up to a number of bytes.
//
//chanfix:concurrent
type Cache struct {
	items map[string]string
	most  int
}

// New makes a cache for so many values.
func New(most int) *Cache {
	return &Cache{items: make(map[string]string), most: most}
}

// Put adds a value, for which others may have to go.
func (c *Cache) Put(key, value string) {
	c.items[key] = value
	for len(c.items) > c.most {
		c.evict()
	}
}

func (c *Cache) evict() {
	for key := range c.items {
		delete(c.items, key)
		return
	}
}

// Get returns a value, or nothing.
func (c *Cache) Get(key string) string {
	return c.items[key]
}

// Len says how many values there are.
func (c *Cache) Len() int {
	return len(c.items)
}
