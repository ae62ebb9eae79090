package within_others

//chanfix:concurrent
type cache struct {
	items map[string]string
	order []string
	size  int
	most  int
}

func (c *cache) Put(key, value string) {
	if old, ok := c.items[key]; ok {
		c.size -= len(old)
	} else {
		c.order = append(c.order, key)
	}
	c.items[key] = value // want "c.items is changed here while"
	c.size += len(value)
	for c.size > c.most && len(c.order) > 0 {
		c.evict()
	}
}

func (c *cache) evict() {
	key := c.order[0]
	c.order = c.order[1:]
	c.size -= len(c.items[key])
	delete(c.items, key)
}

func (c *cache) Get(key string) string { return c.items[key] }
