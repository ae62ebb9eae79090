package once

import "sync/atomic"

type server struct {
	closed atomic.Bool
	quit   chan struct{}
}

func (s *server) stop() {
	if !s.closed.Load() {
		s.closed.Store(true)
		close(s.quit)
	}
}
