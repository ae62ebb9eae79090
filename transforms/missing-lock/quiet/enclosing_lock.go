package enclosing

import "sync"

// The store's lock is held wherever a table is touched, so that the table's own says nothing.
type Store struct {
	mu    sync.Mutex
	table *table
}

type table struct {
	mu   sync.Mutex
	head int
	size int
}

func (s *Store) Append(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table.grow(n)
}

func (s *Store) Truncate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table.truncate()
}

func (s *Store) Rotate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table.rotate()
}

func (t *table) grow(n int) {
	t.size += n
}

func (t *table) truncate() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.size = 0
	t.head = 0
}

func (t *table) rotate() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.size /= 2
	t.size++
	t.head++
}

func (t *table) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.size = 0
}

func (s *Store) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table.clear()
}
