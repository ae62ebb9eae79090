package fixture

import "sync"

type log struct {
	mu    sync.RWMutex
	lines []string
}

func (l *log) add(line string) {
	l.mu.Lock()
	l.lines = append(l.lines, line)
	l.mu.Unlock()
}

func (l *log) len() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return len(l.lines)
}

// Table is safe for concurrent use.
type Table struct {
	rows map[string]string
}

func NewTable() *Table {
	return &Table{rows: make(map[string]string)}
}

func (t *Table) Row(name string) string {
	return t.rows[name]
}

func (t *Table) Has(name string) bool {
	_, ok := t.rows[name]
	return ok
}

func (t *Table) Size() int {
	return len(t.rows)
}

func (t *Table) Put(name, row string) {
	t.rows[name] = row // want "t.rows"
}
