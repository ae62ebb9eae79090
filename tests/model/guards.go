package model

import "sync"

// Store shows whose lock guards what.
type Store struct {
	name string

	// mu protects the following fields.
	mu    sync.RWMutex
	items map[string]int
	total int

	statsMu sync.Mutex
	stats   Stats
}

type Stats struct {
	hits, misses int
}

// NewStore owns what it makes: its accesses say nothing.
func NewStore(name string) *Store {
	store := &Store{name: name, items: map[string]int{}}
	store.items["first"] = 1
	store.fill()
	return store
}

// fill is only called on what its caller owns.
func (s *Store) fill() { s.items["second"] = 2 }

func (s *Store) Put(key string) {
	s.lock()
	defer s.mu.Unlock()
	s.put(key)
}

// put is only called with the lock held.
func (s *Store) put(key string) {
	s.items[key] = len(s.items)
	s.total++
}

// Caller must hold s.mu.
func (s *Store) reset() { s.items = nil }

func (s *Store) lock() { s.mu.Lock() }

func (s *Store) Len() int { return len(s.items) }

func (s *Store) Hit() {
	s.statsMu.Lock()
	defer func() {
		s.stats.hits++
		s.statsMu.Unlock()
	}()
	s.stats.misses--
}

func (s *Store) Miss() {
	s.statsMu.Lock()
	s.stats.misses++
	s.statsMu.Unlock()
	s.stats.hits--
}

func (s *Store) Stats() Stats {
	s.statsMu.Lock()
	defer s.statsMu.Unlock()
	return s.stats
}

func (s *Store) Clear() {
	s.statsMu.Lock()
	defer s.statsMu.Unlock()
	s.stats.hits = 0
	s.stats.misses = 0
}

var (
	registryMu sync.Mutex
	registry   = map[string]*Store{}
)

func Register(store *Store) {
	registryMu.Lock()
	defer registryMu.Unlock()
	registry[store.name] = store
}

func Lookup(name string) *Store {
	registryMu.Lock()
	store := registry[name]
	registryMu.Unlock()
	return store
}

func Forget(name string) {
	registryMu.Lock()
	delete(registry, name)
	registryMu.Unlock()
	go func() {
		delete(registry, name)
	}()
}
