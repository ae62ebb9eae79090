package other_object

import "sync/atomic"

type hub struct {
	count int64
}

func (h *hub) add()    { atomic.AddInt64(&h.count, 1) }
func (h *hub) remove() { atomic.AddInt64(&h.count, -1) }

type store struct {
	hub *hub
}

func (s *store) Watchers() uint64 {
	return uint64(s.hub.count) // want "s.hub.count is read plainly here"
}
