package mistyped

import "sync"

type gauge struct {
	mu    sync.RWMutex
	value int
}

func (g *gauge) Set(value int) {
	g.mu.Lock()
	g.value = value
	g.mu.Lock() // want "locked again here, where it is to be unlocked"
}

func (g *gauge) Add(n int) {
	g.mu.Lock()
	defer g.mu.Lock() // want "locks g.mu again, where it is to unlock it"
	g.value += n
}

func (g *gauge) Get() int {
	g.mu.RLock()
	defer g.mu.Unlock() // want "locked with RLock and unlocked with Unlock"
	return g.value
}

func (g *gauge) Reset() {
	g.mu.Lock()
	g.value = 0
	g.mu.RUnlock() // want "locked with Lock and unlocked with RUnlock"
}

// Double writes: the write lock was meant.
func (g *gauge) Double() {
	g.mu.RLock()
	g.value *= 2
	g.mu.Unlock() // want "locked with RLock and unlocked with Unlock"
}

// Peek unlocks wrongly on one way.
func (g *gauge) Peek(limit int) (int, bool) {
	g.mu.RLock()
	if g.value > limit {
		g.mu.Unlock() // want "locked with RLock and unlocked with Unlock"
		return 0, false
	}
	value := g.value
	g.mu.RUnlock()
	return value, true
}
