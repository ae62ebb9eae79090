package atomic

import "sync/atomic"

type Int64 struct{ v int64 }

func (i *Int64) Load() int64           { return atomic.LoadInt64(&i.v) }
func (i *Int64) Store(n int64)         { atomic.StoreInt64(&i.v, n) }
func (i *Int64) Add(delta int64) int64 { return atomic.AddInt64(&i.v, delta) }

type Bool struct{ v uint32 }

func (b *Bool) Load() bool { return atomic.LoadUint32(&b.v) == 1 }
func (b *Bool) Store(on bool) {
	if on {
		atomic.StoreUint32(&b.v, 1)
	} else {
		atomic.StoreUint32(&b.v, 0)
	}
}
