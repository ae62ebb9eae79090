package totals

import "sync"

type Totals struct {
	mu    sync.Mutex
	total map[string]int
}

func (t *Totals) addLocked(name string) { t.total[name]++ }

func (t *Totals) Add(name string) {
	t.mu.Lock()
	t.addLocked(name)
	t.mu.Unlock()
}

func (t *Totals) AddAll(names []string) {
	for _, name := range names {
		t.addLocked(name) // want "Totals.addLocked is called without t.mu"
	}
}
