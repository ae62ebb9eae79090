package fixture

import "sync"

type index struct {
	places map[string]int
}

func (i *index) add(name string, place int) { i.places[name] = place }

func (i *index) drop(name string) { delete(i.places, name) }

type book struct {
	mu    sync.Mutex
	index *index
}

func (b *book) fill(names []string) {
	for place, name := range names {
		go func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.index.add(name, place)
		}()
	}
}

func (b *book) forget(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.index.drop(name)
}
