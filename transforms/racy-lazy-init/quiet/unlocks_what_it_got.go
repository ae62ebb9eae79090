package unlocks_what_it_got

import "sync"

// Signal is safe for concurrent use.
type Signal struct {
	L  sync.Locker
	ch chan struct{}
}

// Wait is called with s.L locked.
func (s *Signal) Wait() {
	if s.ch == nil {
		s.ch = make(chan struct{})
	}
	ch := s.ch
	s.L.Unlock()
	defer s.L.Lock()
	<-ch
}
