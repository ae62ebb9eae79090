package quiet

import "sync"

type ring struct {
	mu    sync.Mutex
	count int
}

// release panics where the program is wrong, and nobody recovers: that is the end of it.
func (r *ring) release() {
	r.mu.Lock()
	if r.count == 0 {
		panic("released too often")
	}
	r.count--
	r.mu.Unlock()
}

var _ = (*ring).release
