// Package set takes a lock that it holds.
package set

import "sync"

type Set struct {
	mu      sync.Mutex
	keys    map[string]bool
	changes int
}

func New() *Set { return &Set{keys: map[string]bool{}} }

func (s *Set) Has(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hasLocked(key)
}

func (s *Set) hasLocked(key string) bool { return s.keys[key] }

// Add calls Has with the lock held.
func (s *Set) Add(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.Has(key) {
		s.keys[key] = true
	}
}

// Clear counts with the lock held.
func (s *Set) Clear() {
	s.mu.Lock()
	s.keys = map[string]bool{}
	s.count()
	s.mu.Unlock()
}

func (s *Set) count() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
}

// Drop locks twice itself.
func (s *Set) Drop(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys[key] {
		s.mu.Lock()
		delete(s.keys, key)
		s.mu.Unlock()
	}
}
