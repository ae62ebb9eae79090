package press

import "sync"

// Who sends for others does so under the lock under which readers come and go.
type watcher struct {
	events chan int
	remove func()
	once   sync.Once
}

func (w *watcher) add(event int) {
	select {
	case w.events <- event:
	default:
	}
}

func (w *watcher) Next() (int, bool) {
	event, ok := <-w.events
	return event, ok
}

func (w *watcher) Close() error {
	w.once.Do(func() {
		w.remove()
		close(w.events)
	})
	return nil
}

type Hub struct {
	mu       sync.Mutex
	watchers map[string]*watcher
}

func (h *Hub) Watch(name string) *watcher {
	w := &watcher{events: make(chan int, 8)}
	w.remove = func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers, name)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watchers[name] = w
	return w
}

func (h *Hub) Tell(event int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range h.watchers {
		w.add(event)
	}
}
