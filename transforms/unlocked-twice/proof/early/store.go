package early

import "sync"

type store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *store) take(key string) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.items[key]
	if !ok {
		s.mu.Unlock()
		return 0, false
	}
	delete(s.items, key)
	return n, true
}
