package others

import "sync/atomic"

type meter struct {
	hits, misses atomic.Int64
}

func (m *meter) right() {
	m.hits.Add(1)
	m.hits.Store(m.misses.Load() + 1)
	m.hits.Store(m.hits.Load() * 2)
}

type plain struct{ n int64 }

func (p *plain) Load() int64   { return p.n }
func (p *plain) Store(n int64) { p.n = n }

func (p *plain) bump() {
	p.Store(p.Load() + 1)
}
