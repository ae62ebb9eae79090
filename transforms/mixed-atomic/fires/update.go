package update

import "sync/atomic"

type traffic struct {
	in, out int64
	errors  uint32
}

func (t *traffic) Received(n int64) { atomic.AddInt64(&t.in, n) }
func (t *traffic) Failed()          { atomic.AddUint32(&t.errors, 1) }
func (t *traffic) Sent(n int64)     { atomic.AddInt64(&t.out, n) }

func (t *traffic) Merge(n, lost int64) {
	t.in += n + lost // want "t.in is written plainly here"
	t.out -= lost    // want "t.out is written plainly here"
	t.errors--       // want "t.errors is written plainly here"
}

func (t *traffic) Forget(failed uint32) {
	t.errors -= 2     // want "t.errors is written plainly here"
	t.out = t.out - 1 // want "t.out is written plainly here"
	t.in = t.in * 2   // want "t.in is written plainly here"
}
