package flagged

import "sync"

// Ring wakes somebody up, at most once for each turn.
type Ring struct {
	wake   chan struct{}
	lock   sync.Mutex
	closed bool
}

func New() *Ring {
	return &Ring{wake: make(chan struct{}, 1)}
}

func (r *Ring) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *Ring) Close() {
	r.lock.Lock()
	defer r.lock.Unlock()
	if !r.closed {
		r.closed = true
		close(r.wake)
	}
}

// Turns counts how often it was woken up.
func (r *Ring) Turns() (turns int) {
	for range r.wake {
		turns++
	}
	return turns
}
