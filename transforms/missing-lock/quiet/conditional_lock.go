package conditional

import "sync"

type List struct {
	mu    sync.Mutex
	items map[string]int
}

func (l *List) Add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.items[name]++
}

func (l *List) Has(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.items[name] > 0
}

func (l *List) Drop(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.items, name)
}

// Insert is also called by those that hold the lock.
func (l *List) Insert(name string, lock bool) {
	if lock {
		l.mu.Lock()
	}
	l.items[name] = 1
	if lock {
		l.mu.Unlock()
	}
}

type locker interface{ LockInside() }

// Take locks by way of an interface.
func (l *List) Take(tx locker) int {
	tx.LockInside()
	return len(l.items)
}
