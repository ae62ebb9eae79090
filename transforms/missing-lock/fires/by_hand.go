// go 1.20

package registry

import "sync"

type Plugin interface {
	Stop()
}

type Registry struct {
	mu      sync.Mutex
	plugins map[string]Plugin
	limits  map[string]chan int
}

func (r *Registry) Add(name string, plugin Plugin) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.plugins[name] = plugin
	r.limits[name] = make(chan int, 1)
}

func (r *Registry) Drop(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.plugins, name)
	delete(r.limits, name)
}

func (r *Registry) Count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.plugins) + len(r.limits)
}

// StopAll needs the values only, outside of the lock.
func (r *Registry) StopAll() {
	for _, plugin := range r.plugins { // want "r.plugins is read without r.mu"
		plugin.Stop()
	}
}

// Fill needs the names, too.
func (r *Registry) Fill(limit func(string) int) {
	for name, slots := range r.limits { // want "r.limits is read without r.mu"
		slots <- limit(name)
	}
}
