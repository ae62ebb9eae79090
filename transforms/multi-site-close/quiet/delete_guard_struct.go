package delete_guard_struct

import "sync"

type waiter struct {
	done chan struct{}
}

type Table struct {
	mu      sync.Mutex
	waiters map[int]*waiter
}

func (t *Table) Resolve(id int) {
	t.mu.Lock()
	w, ok := t.waiters[id]
	delete(t.waiters, id)
	t.mu.Unlock()
	if ok {
		close(w.done)
	}
}

func (t *Table) Cancel(id int) {
	t.mu.Lock()
	w := t.waiters[id]
	delete(t.waiters, id)
	t.mu.Unlock()
	if w != nil {
		close(w.done)
	}
}
