package registry

import "sync"

type Registry struct {
	mu    sync.RWMutex
	names map[string]int
	last  string
}

func (r *Registry) Add(name string, number int) {
	r.mu.Lock()
	r.names[name] = number
	r.last = name
	r.mu.Unlock()
}

func (r *Registry) Remove(name string) {
	r.mu.Lock()
	delete(r.names, name)
	r.last = ""
	r.mu.Unlock()
}

func (r *Registry) Get(name string) (int, bool) {
	number, ok := r.names[name] // want "r.names is read without r.mu"
	return number, ok
}

func (r *Registry) Last() string {
	return r.last // want "r.last is read without r.mu"
}
