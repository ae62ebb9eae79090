package chains

import (
	"encoding/json"
	"fmt"
	"log"
	"sync"
)

type Set struct {
	mu   sync.RWMutex
	keys map[string]bool
	size int
}

func (s *Set) Has(key string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.hasLocked(key)
}

func (s *Set) hasLocked(key string) bool { return s.keys[key] }

func (s *Set) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.keys)
}

// Add has a sibling to call.
func (s *Set) Add(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.Has(key) { // want "Set.Has locks s.mu, which is held here"
		s.keys[key] = true
	}
}

// Grow takes it twice itself.
func (s *Set) Grow(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n > s.size {
		s.mu.Lock() // want "s.mu is locked again while it is held"
		s.size = n
		s.mu.Unlock()
	}
}

// Clear calls right before it unlocks.
func (s *Set) Clear() {
	s.mu.Lock()
	s.keys = map[string]bool{}
	s.report() // want "Set.report locks s.mu one call further on, which is held here"
	s.mu.Unlock()
}

func (s *Set) report() { fmt.Println(s.Len()) }

func (s *Set) String() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return fmt.Sprint(len(s.keys))
}

// Drop prints what it locks.
func (s *Set) Drop(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.keys, key)
	log.Printf("dropped %q, now %v", key, s) // want "Set.String locks s.mu, which is held here"
}

func (s *Set) MarshalJSON() ([]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return json.Marshal(s.size)
}

func (s *Set) Save() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.size = len(s.keys)
	return json.Marshal(s) // want "Set.MarshalJSON locks s.mu, which is held here"
}

// Both reads: a writer in between blocks them.
func (s *Set) HasBoth(one, two string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.keys[one] && s.Has(two) // want "Set.Has locks s.mu for reading, while it is locked for reading already"
}

// A literal that runs at once, a deferred call, and a function with a parameter.
func (s *Set) Each(visit func(string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer total(s) // want "total locks s.mu, which is held here"
	func() { // want "locks s.mu, which is held here"
		s.mu.RLock()
		visit("")
		s.mu.RUnlock()
	}()
}

func total(set *Set) int {
	set.mu.RLock()
	defer set.mu.RUnlock()
	return set.size
}

var (
	countMu sync.Mutex
	count   int
)

func next() int {
	countMu.Lock()
	defer countMu.Unlock()
	count++
	if count > 100 {
		reset() // want "reset locks countMu, which is held here"
	}
	return count
}

func reset() {
	countMu.Lock()
	count = 0
	countMu.Unlock()
}

type base struct {
	sync.Mutex
	n int
}

func (b *base) Value() int {
	b.Lock()
	defer b.Unlock()
	return b.n
}

type derived struct {
	base
}

// An embedded lock, through an embedded struct.
func (d *derived) Double() int {
	d.Lock()
	n := 2 * d.Value() // want "base.Value locks d, which is held here"
	d.Unlock()
	return n
}
