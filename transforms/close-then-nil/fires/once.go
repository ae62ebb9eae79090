package fires

import "sync"

type session struct {
	mu     sync.Mutex
	closed chan struct{}
	once   sync.Once
}

func (s *session) Close() {
	s.once.Do(func() { close(s.closed) })
	s.closed = nil // want "is set to nil while Wait may still look at it"
}

func (s *session) Wait(answers <-chan string) string {
	select {
	case answer := <-answers:
		return answer
	case <-s.closed:
		return ""
	}
}
