package constructor

import "sync/atomic"

type meter struct {
	hits int64
}

func newMeter(first int64) *meter {
	m := &meter{hits: first}
	m.hits++
	if m.hits > 10 {
		m.hits = 10
	}
	return m
}

func (m *meter) hit() int64 { return atomic.AddInt64(&m.hits, 1) }
