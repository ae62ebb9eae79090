package counter

import "sync"

type counter struct {
	mu   sync.Mutex
	hits map[string]int
}

func (c counter) hit(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hits[name]++
}

// Count counts names, all at once.
func Count(names []string) int {
	c := counter{hits: map[string]int{}}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.hit(name)
		}()
	}
	wg.Wait()
	return len(c.hits)
}
