package registry

import "errors"

// Plugin is known by its name.
type Plugin interface{ Name() string }

// Registry knows plugins.
type Registry struct {
	plugins map[string]Plugin
}

func New() *Registry { return &Registry{plugins: map[string]Plugin{}} }

func (r *Registry) Register(p Plugin) error {
	if _, ok := r.plugins[p.Name()]; ok {
		return errors.New("there already: " + p.Name())
	}
	r.plugins[p.Name()] = p
	return nil
}

func (r *Registry) Find(name string) Plugin { return r.plugins[name] }

// RegisterAll registers them side by side, and tells how many were new.
func (r *Registry) RegisterAll(plugins []Plugin) int {
	results := make(chan error)
	for _, plugin := range plugins {
		go func() { results <- r.Register(plugin) }()
	}
	n := 0
	for range plugins {
		if <-results == nil {
			n++
		}
	}
	return n
}
