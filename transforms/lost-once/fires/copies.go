package copies

import "sync"

type counter struct {
	mu sync.Mutex
	n  int
}

func (c counter) inc() { // want "c is a copy of the value"
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func use() {
	var c counter
	c.inc()
	other := &counter{}
	other.inc()
}

type cache struct {
	sync.RWMutex
	once    sync.Once
	entries map[string]string
}

func (c cache) get(key string) string { // want "c is a copy"
	c.RLock()
	defer c.RUnlock()
	return c.entries[key]
}

func (c cache) load() { // want "c.once is done again for each copy"
	c.once.Do(func() {})
}

// Lookup has a cache.
func lookup(c *cache, key string) string {
	c.load()
	return c.get(key)
}

func worker(id int, wg sync.WaitGroup) { // want "wg is a copy of what the caller gives"
	defer wg.Done()
	println(id)
}

func pool(size int) {
	var wg sync.WaitGroup
	for id := range size {
		wg.Add(1)
		go worker(id, wg)
	}
	wg.Wait()
}

func literal(jobs []func()) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for _, job := range jobs {
		wg.Add(1)
		go func(wg sync.WaitGroup, mu sync.Mutex) { // want "wg is a copy" "mu is a copy"
			defer wg.Done()
			job()
			mu.Lock()
			done++
			mu.Unlock()
		}(wg, mu)
	}
	wg.Wait()
}

func add(c counter, n int) { // want "c is a copy"
	c.mu.Lock()
	c.n += n
	c.mu.Unlock()
}

func addTo(counters []counter, pointer *counter) {
	add(counters[0], 1)
	add(*pointer, 2)
}

func copied(c *counter) {
	mu := c.mu // want "mu is a copy"
	mu.Lock()
	c.n++
	mu.Unlock()

	whole := *c // want "whole is a copy"
	whole.mu.Lock()
	whole.n++
	whole.mu.Unlock()
}

func each(counters []counter) {
	for _, c := range counters { // want "c is a copy of the element"
		c.mu.Lock()
		c.n = 0
		c.mu.Unlock()
	}
}
