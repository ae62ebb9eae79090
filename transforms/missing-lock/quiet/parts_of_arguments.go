package tally

import "sync"

type visitor struct {
	visit func(name string)
}

func walk(names []string, v visitor) {
	for _, name := range names {
		v.visit(name)
	}
}

type Tally struct {
	mu   sync.Mutex
	seen map[string]int
}

// Add hands on a literal as a part of something: it runs before the lock is given back.
func (t *Tally) Add(names []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	walk(names, visitor{visit: func(name string) { t.seen[name]++ }})
}

// AddAll gives it a name before.
func (t *Tally) AddAll(names []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	counter := visitor{visit: func(name string) { t.seen[name]++ }}
	walk(names, counter)
}

func (t *Tally) Get(name string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seen[name]
}

func (t *Tally) Has(name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seen[name] > 0
}

func (t *Tally) Drop(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.seen, name)
}

func (t *Tally) Len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.seen)
}

func (t *Tally) Clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.seen)
}

// measure is called with the lock, and so is what it returns.
func (t *Tally) measure() func() {
	before := len(t.seen)
	return func() {
		if len(t.seen) != before {
			println("changed")
		}
	}
}

func (t *Tally) Put(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.measure()()
	t.seen[name] = 1
}
