package near_misses

import (
	"sync"
	"sync/atomic"
)

type entry struct {
	mu   sync.Mutex
	hits int
	seen int
}

type Table struct {
	mu      sync.RWMutex
	entries map[string]*entry
	reads   atomic.Int64
	calls   int64
	once    sync.Once
	cached  []string
	busy    atomic.Bool
	last    string

	statsMu sync.Mutex
	stats   map[string]int
}

func (t *Table) Put(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entries[key] = &entry{}
	t.cached = nil
	t.last = key
}

// The entry has a lock of its own.
func (t *Table) Hit(key string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	found := t.entries[key]
	found.mu.Lock()
	found.hits++
	found.mu.Unlock()
	t.entries[key].seen++
}

// Atomics need no lock.
func (t *Table) Count() {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.reads.Add(1)
	atomic.AddInt64(&t.calls, 1)
}

// Another lock guards it.
func (t *Table) Note(key string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.statsMu.Lock()
	t.stats[key]++
	t.statsMu.Unlock()
}

func (t *Table) noted(key string) {
	t.statsMu.Lock()
	defer t.statsMu.Unlock()
	t.stats[key]++
}

func (t *Table) Note2(key string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.noted(key)
}

// A copy belongs to the function.
func (t *Table) Copy() *Table {
	copied := &Table{entries: make(map[string]*entry)}
	t.mu.RLock()
	defer t.mu.RUnlock()
	for key, value := range t.entries {
		copied.entries[key] = value
		copied.last = key
	}
	return copied
}

// Only the first caller writes.
func (t *Table) Names() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.once.Do(func() { t.cached = []string{"a"} })
	return t.cached
}

// One goroutine at a time gets in.
func (t *Table) Claim() {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.busy.CompareAndSwap(false, true) {
		t.last = "claimed"
		t.busy.Store(false)
	}
}

// Between the two read locks it is locked for writing.
func (t *Table) Swap(key string) string {
	t.mu.RLock()
	last := t.last
	t.mu.RUnlock()
	t.mu.Lock()
	t.last = key
	t.mu.Unlock()
	return last
}
