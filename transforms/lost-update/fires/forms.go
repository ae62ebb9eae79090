package forms

import (
	a "sync/atomic"
)

type meter struct {
	hits  int64
	bytes a.Uint64
	left  a.Int32
	next  *a.Int64
}

func (m *meter) hit(n int) {
	a.StoreInt64(&m.hits, a.LoadInt64(&m.hits)+1) // want "its change is lost"
	m.bytes.Store(m.bytes.Load() + uint64(n))     // want "can change m.bytes"
	m.left.Store(m.left.Load() - 1)               // want "must be one atomic operation"
	m.next.Store((m.next.Load()) + int64(n))      // want "can change m.next"
}

var total uint32

func count(n, k int64, left *int64) {
	a.StoreUint32(&total, a.LoadUint32(&total)+2)   // want "can change &total"
	a.StoreInt64(left, a.LoadInt64(left)-(k))       // want "can change left"
	a.StoreInt64(left, a.LoadInt64(left)-max(n, k)) // want "can change left"
}
