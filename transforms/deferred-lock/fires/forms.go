package forms

import "sync"

type store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *store) put(key string, n int) {
	s.mu.Lock()
	defer s.mu.Lock() // want "locked again when the function ends"
	s.items[key] = n
}

type table struct {
	sync.RWMutex
	rows []string
}

func (t *table) len() int {
	t.RLock()
	defer t.RLock() // want "locked again"
	return len(t.rows)
}

var (
	mu    sync.Mutex
	count int
)

func next() int {
	mu.Lock()
	// Whatever happens.
	defer mu.Lock() // want "locked again"
	count++
	return count
}

func closure(mu *sync.Mutex, do func()) func() {
	return func() {
		mu.Lock()
		defer mu.Lock() // want "locked again"
		do()
	}
}
