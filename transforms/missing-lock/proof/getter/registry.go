package getter

import "sync"

// Registry knows services by name.
type Registry struct {
	mu       sync.Mutex
	services map[string]int
	last     string
}

func (r *Registry) Register(name string, port int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.services == nil {
		r.services = map[string]int{}
	}
	r.services[name] = port
	r.last = name
}

func (r *Registry) Port(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.services[name]
}

func (r *Registry) Forget(name string) {
	r.mu.Lock()
	delete(r.services, name)
	r.last = ""
	r.mu.Unlock()
}

// Len and Last forgot the lock.
func (r *Registry) Len() int {
	return len(r.services)
}

func (r *Registry) Last() string {
	if r.last == "" {
		return "none"
	}
	return r.last
}
