package all_locked_by_a_call

import "sync"

type block struct {
	mu      sync.RWMutex
	deleted map[int]bool
}

type store struct {
	mu     sync.RWMutex
	blocks []*block
}

// sizes needs all blocks at least read locked.
func (s *store) sizes() (total int) {
	for _, b := range s.blocks {
		total += len(b.deleted)
	}
	return total
}

func (s *store) readLockAll() {
	for _, b := range s.blocks {
		b.mu.RLock()
	}
}

func (s *store) readUnlockAll() {
	for _, b := range s.blocks {
		b.mu.RUnlock()
	}
}

func (s *store) Size() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.readLockAll()
	defer s.readUnlockAll()
	return s.sizes()
}

func (b *block) remove(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.deleted[n] = true
}

func (b *block) restore(n int) {
	b.mu.Lock()
	delete(b.deleted, n)
	b.mu.Unlock()
}

func (b *block) has(n int) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.deleted[n]
}

func (b *block) forget() {
	b.mu.Lock()
	clear(b.deleted)
	b.mu.Unlock()
}

func (b *block) isEmpty() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.deleted) == 0
}

func (b *block) count() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.deleted)
}

func (s *store) watch() {
	go func() {
		for {
			s.Size()
		}
	}()
}

func (s *store) clean() {
	for _, b := range s.blocks {
		go b.remove(1)
		go b.restore(1)
		go b.forget()
		go println(b.has(1), b.count(), b.isEmpty())
	}
}
