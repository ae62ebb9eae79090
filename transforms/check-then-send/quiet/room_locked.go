package quiet

import "sync"

type ring struct {
	mu    sync.Mutex
	items chan int
}

func newRing() *ring { return &ring{items: make(chan int, 4)} }

func (r *ring) add(item int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.items) < cap(r.items) {
		r.items <- item
	}
}
