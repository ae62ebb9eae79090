package no_fix

import "sync"

type Store struct {
	mu    sync.RWMutex
	items map[string]int
	hits  int
	ready chan struct{}
}

func (s *Store) Put(key string, value int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[key] = value
	s.hits = 0
}

func (s *Store) size() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.items)
}

// Locks again inside: a write lock would wait for itself.
func (s *Store) Hit() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.hits++ // want "s.hits is changed"
	return s.size()
}

// Others need the lock while it waits.
func (s *Store) Await() {
	s.mu.RLock()
	<-s.ready
	s.hits++ // want "s.hits is changed"
	s.mu.RUnlock()
}

// The callback may come back.
func (s *Store) Each(f func(string)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.hits++ // want "s.hits is changed"
	for key := range s.items {
		f(key)
	}
}

// Its caller holds the lock already.
func (s *Store) touch() {
	s.mu.RLock()
	s.hits++ // want "s.hits is changed"
	s.mu.RUnlock()
}

func (s *Store) Look(key string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.touch()
	return s.items[key]
}

// The lock is released elsewhere.
func (s *Store) begin() {
	s.mu.RLock()
	s.hits++ // want "s.hits is changed"
}

func (s *Store) end() {
	s.mu.RUnlock()
}
