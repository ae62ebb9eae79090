package other_guard

import "sync"

// Server's lock guards its settings; the sequence belongs to the one goroutine that serves.
type Server struct {
	mu       sync.RWMutex
	limit    int
	sequence int
	out      chan int
}

func (s *Server) SetLimit(limit int) {
	s.mu.Lock()
	s.limit = limit
	s.mu.Unlock()
}

func (s *Server) Start() {
	s.sequence = 0
	go s.serve()
}

func (s *Server) serve() {
	for {
		s.step()
		if s.sequence > 100 {
			return
		}
	}
}

func (s *Server) step() {
	s.mu.RLock()
	if s.sequence < s.limit {
		s.sequence++
	}
	s.mu.RUnlock()
}

type point struct{ x, y int }

type Shape struct {
	mu     sync.RWMutex
	corner point
}

func (p point) moved(by int) point {
	p.x += by
	return p
}

func (s *Shape) Set(p point) {
	s.mu.Lock()
	s.corner = p
	s.mu.Unlock()
}

// A value method changes its own copy.
func (s *Shape) Moved(by int) point {
	s.mu.RLock()
	defer s.mu.RUnlock()
	corner := s.corner
	corner.y = by
	return s.corner.moved(by)
}

// A caller that holds the write lock of another object of the same kind.
func (s *Shape) copyFrom(other *Shape) {
	other.mu.RLock()
	defer other.mu.RUnlock()
	s.corner = other.corner
}

func Merge(a, b *Shape) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.copyFrom(b)
}
