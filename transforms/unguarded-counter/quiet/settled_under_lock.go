package settled_under_lock

import "sync"

// Block finds its place when somebody asks for it.
type Block struct {
	mu    sync.Mutex
	found bool
	place int
	find  func() int
}

func (b *Block) resolve() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.found {
		b.place = b.find()
		b.found = true
	}
	return b.found
}

func (b *Block) Place() int {
	if !b.resolve() {
		return 0
	}
	return b.place
}
