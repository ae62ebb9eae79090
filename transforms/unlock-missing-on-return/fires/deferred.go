package deferred

import "sync"

type store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *store) put(key string, n int) {
	s.mu.Lock()
	defer s.mu.Lock() // want "the deferred call locks s.mu again, where it is to unlock it"
	s.items[key] = n
}

type table struct {
	sync.RWMutex
	rows []string
}

func (t *table) len() int {
	t.RLock()
	defer t.RLock() // want "the deferred call locks"
	return len(t.rows)
}

var (
	mu    sync.Mutex
	count int
)

func next() int {
	mu.Lock()
	// Whatever happens.
	defer mu.Lock() // want "the deferred call locks"
	count++
	return count
}

func closure(mu *sync.Mutex, do func()) func() {
	return func() {
		mu.Lock()
		defer mu.Lock() // want "the deferred call locks"
		do()
	}
}

// later locks for writing in between.
func (t *table) later(row string) {
	if row == "" {
		return
	}
	t.Lock()
	t.rows = append(t.rows, row)
	defer t.Lock() // want "the deferred call locks t again"
	t.rows = append(t.rows, row)
}

// mixed defers the other lock.
func (t *table) mixed() int {
	t.RLock()
	defer t.Lock() // want "the deferred call locks t again"
	return len(t.rows)
}
