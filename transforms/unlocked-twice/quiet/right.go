package right

import "sync"

type store struct {
	mu, other sync.Mutex
	items     []int
}

// wait gives the lock to others while it waits, and takes it again.
func (s *store) wait(done chan struct{}) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mu.Unlock()
	<-done
	s.mu.Lock()
	return len(s.items)
}

func (s *store) two() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.other.Lock()
	n := len(s.items)
	s.other.Unlock()
	return n
}

func (s *store) explicit() int {
	s.mu.Lock()
	n := len(s.items)
	s.mu.Unlock()
	return n
}

func (s *store) again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	func() {
		s.other.Lock()
		s.items = nil
		s.other.Unlock()
	}()
}
