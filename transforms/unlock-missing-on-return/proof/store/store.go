// Package store leaves its lock locked on some ways out.
package store

import (
	"errors"
	"sync"
)

var errClosed = errors.New("closed")

type Store struct {
	mu     sync.RWMutex
	closed bool
	values map[string]int
}

func New() *Store {
	return &Store{values: map[string]int{}}
}

func (s *Store) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
}

// Add forgets the lock where the store is closed.
func (s *Store) Add(key string, n int) error {
	s.mu.Lock()
	if s.closed {
		return errClosed
	}
	s.values[key] += n
	s.mu.Unlock()
	return nil
}

// Find forgets it where it finds something.
func (s *Store) Find(wanted int) (string, bool) {
	s.mu.RLock()
	for key, value := range s.values {
		if value == wanted {
			return key, true
		}
	}
	s.mu.RUnlock()
	return "", false
}

// Drop forgets it for what is not there.
func (s *Store) Drop(keys ...string) (dropped int) {
	for _, key := range keys {
		s.mu.Lock()
		if _, ok := s.values[key]; !ok {
			continue
		}
		delete(s.values, key)
		s.mu.Unlock()
		dropped++
	}
	return dropped
}

// Set was meant to unlock.
func (s *Store) Set(key string, n int) {
	s.mu.Lock()
	defer s.mu.Lock()
	s.values[key] = n
}
