package compare_and_swap

import "sync/atomic"

type Conn struct {
	state  int32
	closed atomic.Bool
	done   chan struct{}
}

func (c *Conn) Close() {
	if c.closed.CompareAndSwap(false, true) {
		close(c.done)
	}
}

func (c *Conn) Abort() {
	if !c.closed.CompareAndSwap(false, true) {
		return
	}
	close(c.done)
}

type Server struct {
	state int32
	done  chan struct{}
}

func (s *Server) Close() {
	if !atomic.CompareAndSwapInt32(&s.state, 0, 1) {
		return
	}
	close(s.done)
}

func (s *Server) Shutdown() {
	if atomic.AddInt32(&s.state, 1) != 1 {
		return
	}
	close(s.done)
}
