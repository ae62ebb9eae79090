package store

import (
	"errors"
	"fmt"
	"sync"
)

var (
	errClosed = errors.New("closed")
	errKnown  = errors.New("known")
)

type Store struct {
	mu      sync.RWMutex
	closed  bool
	values  map[string]int
	changed chan string
}

// Add forgets the lock where siblings unlock it.
func (s *Store) Add(key string, value int) error {
	s.mu.Lock()
	if s.closed {
		return errClosed // want "still locked at this return"
	}
	if _, ok := s.values[key]; ok {
		s.mu.Unlock()
		return errKnown
	}
	s.values[key] = value
	s.mu.Unlock()
	s.changed <- key
	return nil
}

// Wait waits without the lock, so that no defer will do.
func (s *Store) Wait() string {
	s.mu.RLock()
	if s.closed { return "" } // want "still locked at this return"
	changed := s.changed
	s.mu.RUnlock()
	return <-changed
}

// Find returns what it reads under the lock.
func (s *Store) Find(wanted int) (string, bool) {
	s.mu.RLock()
	for key, value := range s.values {
		if value == wanted {
			return key, true // want "still locked at this return"
		}
	}
	s.mu.RUnlock()
	return "", false
}

// Value must copy before it unlocks.
func (s *Store) Value(key string) int {
	s.mu.RLock()
	if !s.closed {
		return s.values[key] // want "still locked at this return"
	}
	s.mu.RUnlock()
	s.changed <- key
	return 0
}

// Two ways out are one finding.
func (s *Store) Rename(from, to string) error {
	s.mu.Lock()
	value, ok := s.values[from]
	if !ok {
		return fmt.Errorf("no %s", from) // want "still locked at this return"
	}
	if _, ok := s.values[to]; ok {
		return errKnown
	}
	delete(s.values, from)
	s.values[to] = value
	s.mu.Unlock()
	s.changed <- to
	return nil
}

// Len never unlocks.
func (s *Store) Len() int {
	s.mu.RLock()
	return len(s.values) // want "still locked at this return"
}

// Close never unlocks, and has no return.
func (s *Store) Close() {
	s.mu.Lock() // want "still locked when the function ends"
	s.closed = true
}

// Must panics.
func (s *Store) Must(key string) int {
	s.mu.RLock()
	value, ok := s.values[key]
	if !ok {
		panic("no " + key) // want "still locked when this panics"
	}
	s.mu.RUnlock()
	return value
}

// ok recovers from what Must panics with.
func (s *Store) ok(key string) (ok bool) {
	defer func() { ok = recover() == nil }()
	s.Must(key)
	return true
}

type box struct {
	sync.Mutex
	n int
}

// A literal, a parameter, an embedded lock.
func each(b *box, limit int) func() error {
	return func() error {
		b.Lock()
		if b.n > limit {
			return errClosed // want "b is still locked at this return"
		}
		b.n++
		b.Unlock()
		return nil
	}
}

var (
	countMu sync.Mutex
	count   int
)

// A package variable.
func next(limit int) int {
	countMu.Lock()
	if count >= limit {
		return -1 // want "countMu is still locked at this return"
	}
	count++
	n := count
	countMu.Unlock()
	return n
}

type list[T any] struct {
	mu    sync.Mutex
	items []T
}

func (l *list[T]) Pop() (item T, ok bool) {
	l.mu.Lock()
	if len(l.items) == 0 {
		return item, false // want "l.mu is still locked at this return"
	}
	item = l.items[0]
	l.items = l.items[1:]
	l.mu.Unlock()
	return item, true
}
