package others

import (
	"sync"
	"sync/atomic"
)

type server struct {
	mu     sync.Mutex
	closed atomic.Bool
	ready  atomic.Bool
	quit   chan struct{}
}

func (s *server) right() {
	if s.closed.CompareAndSwap(false, true) {
		close(s.quit)
	}
}

// other asks one and sets the other.
func (s *server) other() {
	if !s.ready.Load() {
		s.closed.Store(true)
	}
}

// same does nothing but set what is not set: twice does no harm.
func (s *server) same() {
	if !s.ready.Load() {
		s.ready.Store(true)
	}
}

func (s *server) locked() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed.Load() {
		s.closed.Store(true)
		close(s.quit)
	}
}

func (s *server) later() error {
	if s.closed.Load() {
		return nil
	}
	close(s.quit)
	s.closed.Store(true)
	return nil
}
