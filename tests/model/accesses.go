package accesses

import "sync/atomic"

type stats struct {
	count int64
	flags [4]bool
	names []string
	inner struct{ depth int }
}

var total int

func touch(s *stats, other []*stats) {
	s.count++
	s.count += 2
	s.flags[1] = true
	s.names = append(s.names, "x")
	s.inner.depth = total
	p := &s.count
	atomic.AddInt64(&s.count, 1)
	*p = 3
	other[0].count, total = 1, int(s.count)
	read := func() int64 { return s.count }
	_ = read()
	clear(s.names)
}
