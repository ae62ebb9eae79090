package lock_of_one_writer

import (
	"sync"
	"sync/atomic"
)

type file struct {
	sync.Mutex
	size, limit int64
	quick       bool
}

func (f *file) Append(n int64) {
	atomic.AddInt64(&f.size, n)
}

func (f *file) AppendSlowly(n int64) {
	f.Lock()
	defer f.Unlock()
	f.size += n // want "f.size is written plainly here"
}
