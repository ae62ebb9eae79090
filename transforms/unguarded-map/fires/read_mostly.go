package read_mostly

//chanfix:concurrent
type cache[K comparable, V any] struct {
	items map[K]V
}

func (c *cache[K, V]) Get(key K) (V, bool) {
	value, ok := c.items[key]
	return value, ok
}

func (c *cache[K, V]) Len() int { return len(c.items) }

func (c *cache[K, V]) Has(key K) bool {
	_, ok := c.items[key]
	return ok
}

func (c *cache[K, V]) Set(key K, value V) {
	c.items[key] = value // want "c.items is changed here while"
}
