package fixture

// Cache keeps pages. It is safe for concurrent use.
type Cache struct {
	pages map[string]string
}

func NewCache() *Cache {
	return &Cache{pages: make(map[string]string)}
}

func (c *Cache) Get(name string) (string, bool) {
	page, ok := c.pages[name]
	return page, ok
}

func (c *Cache) Set(name, page string) {
	c.pages[name] = page // want "c.pages"
}

func (c *Cache) Len() int {
	return len(c.pages)
}
