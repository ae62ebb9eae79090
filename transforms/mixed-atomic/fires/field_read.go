package field_read

import "sync/atomic"

type meter struct {
	hits int64
}

func (m *meter) Hit() {
	atomic.AddInt64(&m.hits, 1)
}

func (m *meter) Hits() int64 {
	return m.hits // want "m.hits is read plainly here"
}
