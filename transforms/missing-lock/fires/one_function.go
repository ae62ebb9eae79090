package score

import "sync"

// Many statements of one function are one mistake.
type Board struct {
	mu   sync.Mutex
	best int
	name string
}

func (b *Board) Best() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.best
}

func (b *Board) Set(best int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.best = best
}

func (b *Board) Reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.best = 0
}

func (b *Board) Offer(value int, name string) bool {
	b.mu.Lock()
	b.name = name
	b.mu.Unlock()
	limit := 0
	if b.best > 0 {
		limit = b.best
	}
	if value < limit/2 {
		return false
	}
	if value > b.best {
		b.best = value // want "b.best is written without b.mu"
		return true
	}
	return false
}
