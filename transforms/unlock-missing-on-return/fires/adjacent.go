package adjacent

import "sync"

type index struct {
	mu    sync.Mutex
	names map[string]int
}

func (x *index) Put(name string, n int) {
	x.mu.Lock()
	x.mu.Unlock() // want "locked and unlocked again at once"

	x.names[name] = n
}

func (x *index) Get(name string) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.names[name]
}

// A literal.
func (x *index) Remover(name string) func() {
	return func() {
		x.mu.Lock()
		x.mu.Unlock() // want "x.names is used without it"
		delete(x.names, name)
	}
}

// What follows takes the lock again: there is no fix.
func (x *index) Swap(name string, n int) int {
	x.mu.Lock()
	x.mu.Unlock() // want "locked and unlocked again at once"
	old := x.names[name]
	x.names[name] = n
	return old + x.Get(name)
}

type meter struct {
	mu    sync.Mutex
	count int
}

// Nobody else takes the lock.
func (m *meter) add(n int) {
	m.mu.Lock()
	m.mu.Unlock() // want "m.mu is locked and unlocked again at once"
	m.count += n
}
