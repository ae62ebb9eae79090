package handover

import (
	"errors"
	"sync"
)

var errClosed = errors.New("closed")

type Store struct {
	mu     sync.RWMutex
	closed bool
	n      int
	free   func()
}

// The name says that it is held.
func (s *Store) acquire() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return errClosed
	}
	return nil
}

func (s *Store) release() { s.mu.Unlock() }

// View returns what releases it.
func (s *Store) View() (int, func()) {
	s.mu.RLock()
	return s.n, s.mu.RUnlock
}

func (s *Store) Peek() (int, func(error)) {
	s.mu.RLock()
	return s.n, s.done
}

func (s *Store) done(error) { s.mu.RUnlock() }

func (s *Store) Edit() func(int) {
	s.mu.Lock()
	return func(n int) {
		s.n = n
		s.mu.Unlock()
	}
}

// The caller releases it.
func (s *Store) ready() bool {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return false
	}
	return true
}

func (s *Store) Use() {
	if s.ready() {
		s.n++
		s.mu.Unlock()
	}
}

// A deferred literal releases it on a condition.
func (s *Store) Try(keep bool) error {
	s.mu.Lock()
	defer func() {
		if !keep {
			s.mu.Unlock()
		}
	}()
	if s.closed {
		return errClosed
	}
	return nil
}

func (s *Store) Maybe() bool {
	if !s.mu.TryLock() {
		return false
	}
	s.n++
	s.mu.Unlock()
	return true
}

// Called with the lock held: it lets go of it for a while.
func (s *Store) pause(work func()) bool {
	for range 3 {
		s.mu.Unlock()
		work()
		s.mu.Lock()
		if s.closed {
			return false
		}
	}
	return true
}

// A goroutine releases it.
func (s *Store) Later(work func()) {
	s.mu.Lock()
	go func() {
		defer s.mu.Unlock()
		work()
	}()
}

// A called function releases it.
func (s *Store) Through() {
	s.mu.Lock()
	if s.closed {
		s.finish()
		return
	}
	s.n++
	s.mu.Unlock()
}

func (s *Store) finish() {
	s.n = 0
	s.mu.Unlock()
}

// On a condition, both times.
func (s *Store) Sometimes(lock bool) int {
	if lock {
		s.mu.Lock()
	}
	s.n++
	n := s.n
	if lock {
		s.mu.Unlock()
	}
	return n
}

// Both branches of the loop are right.
func (s *Store) Loop(rounds int) {
	s.mu.Lock()
	for i := 0; i < rounds; i++ {
		if s.closed {
			break
		}
		s.mu.Unlock()
		s.mu.Lock()
	}
	s.mu.Unlock()
}

// All are held.
func lockAll(stores []*Store) {
	for _, s := range stores {
		s.mu.Lock()
	}
}

func each(stores []*Store) {
	for _, s := range stores {
		s.mu.Lock()
	}
	for _, s := range stores {
		s.n++
	}
	for _, s := range stores {
		s.mu.Unlock()
	}
}

// A barrier: it waits for whoever holds the lock.
func (s *Store) Stop() {
	s.closed = true
	s.mu.Lock()
	s.mu.Unlock() // wait for the last user
	s.n = 0
}

// A lock that may fail.
type fileLock struct{}

func (fileLock) Lock() error   { return nil }
func (fileLock) Unlock() error { return nil }

func guarded(file fileLock) error {
	if err := file.Lock(); err != nil {
		return err
	}
	return file.Unlock()
}

// A panic under defer.
func (s *Store) Must() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		panic("closed")
	}
	return s.n
}

type tx struct {
	sync.Mutex
}

func (t *tx) LockInside() { t.Lock() }

// The lock is taken through a method, and released through the embedded one.
func commit(t *tx, n int) int {
	t.LockInside()
	defer t.Unlock()
	if n > 0 {
		return n
	}
	return 0
}
