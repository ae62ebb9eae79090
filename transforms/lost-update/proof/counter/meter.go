package counter

import "sync/atomic"

type meter struct {
	hits  atomic.Int64
	bytes int64
}

func (m *meter) hit(n int64) {
	m.hits.Store(m.hits.Load() + 1)
	atomic.StoreInt64(&m.bytes, atomic.LoadInt64(&m.bytes)+n)
}
