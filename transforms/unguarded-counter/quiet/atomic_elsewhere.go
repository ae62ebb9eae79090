package atomic_elsewhere

import "sync/atomic"

// The plain read is what mixed-atomic looks for.
type meter struct {
	hits int64
}

func (m *meter) hit() { atomic.AddInt64(&m.hits, 1) }

func (m *meter) run() {
	go m.hit()
	go m.hit()
	println(m.hits)
}
