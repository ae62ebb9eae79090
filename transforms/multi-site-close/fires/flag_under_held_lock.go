package flag_under_held_lock

import "sync"

type Table struct {
	mu     sync.Mutex
	rows   []string
	closed bool
	done   chan struct{}
}

func (t *Table) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.closed = true
	close(t.done)
}

// Drop forgets all rows.
func (t *Table) Drop() {
	t.mu.Lock()
	t.rows = nil
	close(t.done) // want "Table.Drop closes it here, whether Table.Close has closed it or not"
	t.mu.Unlock()
}
