package published

import "sync/atomic"

type slot struct {
	value int
	ready atomic.Bool
}

func (s *slot) put(value int) {
	s.value = value
	s.ready.Store(true)
}

func (s *slot) get() int {
	for !s.ready.Load() {
	}
	return s.value
}

func Pass(value int) int {
	s := &slot{}
	go s.put(value)
	return s.get()
}
