package all_atomic

import "sync/atomic"

type meter struct {
	hits  int64
	total atomic.Int64
	name  string
}

func (m *meter) hit() {
	atomic.AddInt64(&m.hits, 1)
	m.total.Add(1)
}

func (m *meter) reads() (string, int64, int64) {
	return m.name, atomic.LoadInt64(&m.hits), m.total.Load()
}
