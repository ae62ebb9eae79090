package fixture

import "sync"

// Store is safe for concurrent use.
type Store struct {
	mu    sync.Mutex
	names []string
	ages  map[string]int
}

func NewStore() *Store {
	return &Store{ages: make(map[string]int)}
}

func (s *Store) AddName(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = append(s.names, name)
}

func (s *Store) Names() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.names)
}

func (s *Store) SetAge(name string, age int) {
	s.ages[name] = age // want "s.ages"
}

func (s *Store) Age(name string) int {
	return s.ages[name]
}
