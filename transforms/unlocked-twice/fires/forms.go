package forms

import (
	"errors"
	"sync"
)

type store struct {
	mu    sync.RWMutex
	items map[string]int
}

func (s *store) get(key string) (int, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n, ok := s.items[key]
	if !ok {
		s.mu.RUnlock() // want "once more by the `defer`"
		return 0, errors.New("not there")
	}
	return n, nil
}

func (s *store) take(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.items[key]
	delete(s.items, key)
	s.mu.Unlock() // want "s.mu is unlocked here"
	return n
}

var (
	lock  sync.Mutex
	count int
)

func add() {
	lock.Lock()
	defer lock.Unlock()
	count++
	lock.Unlock() // want "ends the program"
}
