package gauge

import "sync"

type Source struct {
	Size func() int
}

type Registry struct {
	mu     sync.Mutex
	items  map[string]int
	source *Source
}

func New() *Registry {
	r := &Registry{items: make(map[string]int), source: &Source{}}
	r.source.Size = func() int { return len(r.items) } // want "r.items is read without r.mu"
	return r
}

func (r *Registry) Add(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items[name]++
}

func (r *Registry) Remove(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.items, name)
}

func (r *Registry) Get(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.items[name]
}

func (r *Registry) Has(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.items[name]
	return ok
}

func (r *Registry) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.items)
}
