package lock_of_writers

import (
	"sync"
	"sync/atomic"
)

// block is read without its lock through the atomic functions, and written with the lock held.
type block struct {
	mu   sync.Mutex
	last uint64
}

func (b *block) Last() uint64 { return atomic.LoadUint64(&b.last) }

func (b *block) Add() {
	b.mu.Lock()
	defer b.mu.Unlock()
	atomic.StoreUint64(&b.last, b.last+1)
}

func (b *block) Skip(n uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	atomic.AddUint64(&b.last, n)
}

func (b *block) IsEmpty() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.last == 0
}

func (b *block) isEmptyLocked() bool {
	defer func() {
		println(b.last)
	}()
	return b.last == 0
}
