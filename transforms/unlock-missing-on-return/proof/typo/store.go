package typo

import "sync"

type store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *store) put(key string, n int) {
	s.mu.Lock()
	defer s.mu.Lock()
	s.items[key] = n
}
