package compare_and_swap

import "sync/atomic"

type spin struct {
	state uint32
}

func (s *spin) take(bit uint32) {
	for {
		old := s.state
		if atomic.CompareAndSwapUint32(&s.state, old, old|bit) {
			return
		}
	}
}
