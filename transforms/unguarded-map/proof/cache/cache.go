package cache

// Cache keeps pages. It is safe for concurrent use.
type Cache struct {
	pages map[string]string
}

// New makes an empty one.
func New() *Cache {
	return &Cache{pages: make(map[string]string)}
}

// Get says whether there is such a page.
func (c *Cache) Get(name string) (string, bool) {
	page, ok := c.pages[name]
	return page, ok
}

// Set keeps a page.
func (c *Cache) Set(name, page string) {
	c.pages[name] = page
}

// Len counts the pages.
func (c *Cache) Len() int {
	return len(c.pages)
}
