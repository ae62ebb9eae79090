package handed

import "sync"

type store struct {
	mu, other sync.Mutex
}

func (s *store) right() {
	s.mu.Lock()
	defer s.mu.Unlock()
}

// pause gives the lock back to its caller.
func (s *store) pause(do func()) {
	s.mu.Unlock()
	defer s.mu.Lock()
	do()
}

// both leaves with the other lock, which the caller unlocks.
func (s *store) both() {
	s.mu.Lock()
	defer s.other.Lock()
	s.mu.Unlock()
}

type gate struct{}

func (gate) Lock() {}

func (g gate) pass() {
	g.Lock()
	defer g.Lock()
}

// lent gives the lock back in between, and takes it for its caller.
func (s *store) lent(do func()) {
	s.mu.Lock()
	do()
	s.mu.Unlock()
	defer s.mu.Lock()
	do()
}
