package hooks

import "sync"

type Hooks struct {
	mu    sync.Mutex
	hooks map[string]func()
	names []string
}

func (h *Hooks) Add(name string, hook func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.hooks[name] = hook
	h.names = append(h.names, name)
}

func (h *Hooks) Remove(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.hooks, name)
}

// Who takes the map away has it for itself.
func (h *Hooks) Close() {
	h.mu.Lock()
	hooks := h.hooks
	h.hooks = nil
	h.mu.Unlock()
	for _, hook := range hooks {
		hook()
	}
}

// Nobody changes elements of the slice.
func (h *Hooks) First() string {
	h.mu.Lock()
	names := h.names
	h.mu.Unlock()
	if len(names) == 0 {
		return ""
	}
	return names[0]
}
