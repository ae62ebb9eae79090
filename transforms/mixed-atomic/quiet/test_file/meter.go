package test_file

import "sync/atomic"

type meter struct {
	hits int64
}

func (m *meter) hit() { atomic.AddInt64(&m.hits, 1) }
