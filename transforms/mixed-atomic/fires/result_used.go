package result_used

import "sync/atomic"

type ids struct {
	last uint64
	lent uint64
}

func (i *ids) Reserve(n uint64) { atomic.AddUint64(&i.last, n) }
func (i *ids) Lend()            { atomic.AddUint64(&i.lent, 1) }

func (i *ids) Next() uint64 {
	i.last++ // want "i.last is written plainly here"
	return i.last
}

func (i *ids) Lent() uint64 {
	/* want "i.lent is written plainly here" */ i.lent++
	return i.lent
}
