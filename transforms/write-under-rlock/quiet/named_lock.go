package named_lock

import "sync"

// Rows are read by one goroutine; another one may close them meanwhile, and that is what the lock is for.
type Rows struct {
	closeMu sync.RWMutex
	closed  bool
	last    []int
}

func (r *Rows) Close() {
	r.closeMu.Lock()
	defer r.closeMu.Unlock()
	r.closed = true
}

func (r *Rows) Next() bool {
	r.closeMu.RLock()
	defer r.closeMu.RUnlock()
	if r.closed {
		return false
	}
	r.last = nil
	return true
}

func (r *Rows) Scan() []int {
	r.closeMu.RLock()
	defer r.closeMu.RUnlock()
	return r.last
}
