package locks

import "sync"

type table struct {
	mu   sync.RWMutex
	rows map[int]string
	n    int
}

func (t *table) get(k int) (string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	row, ok := t.rows[k]
	return row, ok
}

// A lock that one branch releases is not held behind it; an early return does not release it for the rest.
func (t *table) put(k int, row string) {
	t.mu.Lock()
	if t.rows == nil {
		t.mu.Unlock()
		return
	}
	t.rows[k] = row
	if k > 10 {
		t.mu.Unlock()
	}
	t.n++
}

func (t *table) try() {
	if t.mu.TryLock() {
		t.n++
		t.mu.Unlock()
	}
	for i := 0; i < 3; i++ {
		t.mu.Lock()
		t.n += i
		t.mu.Unlock()
	}
	func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.n--
	}()
}
