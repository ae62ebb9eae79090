package counter

import "sync/atomic"

// Meter counts requests.
type Meter struct {
	hits int64
}

func (m *Meter) Hit() {
	atomic.AddInt64(&m.hits, 1)
}

func (m *Meter) Hits() int64 {
	return m.hits
}
