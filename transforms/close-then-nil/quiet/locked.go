package locked

import "sync"

type server struct {
	mu   sync.Mutex
	done chan struct{}
}

func start() *server {
	s := &server{done: make(chan struct{})}
	go s.run()
	return s
}

func (s *server) run() {
	s.mu.Lock()
	done := s.done
	s.mu.Unlock()
	<-done
}

func (s *server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done != nil {
		close(s.done)
		s.done = nil
	}
}

var _ = start
