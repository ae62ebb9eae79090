package lock_for_inserts

import (
	"maps"
	"sync"
)

// Witness is filled by several goroutines, and read when they are done.
type Witness struct {
	codes map[string]bool
	state map[string]bool
	mu    sync.Mutex
}

func (w *Witness) AddState(nodes []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, node := range nodes {
		w.state[node] = true
	}
}

func (w *Witness) Copy() *Witness {
	return &Witness{codes: maps.Clone(w.codes), state: maps.Clone(w.state)}
}

func (w *Witness) Size() int {
	return len(w.codes) + len(w.state)
}

func (w *Witness) Has(node string) bool {
	return w.state[node]
}
