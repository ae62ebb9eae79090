package other_owner

import (
	"sync"
	"sync/atomic"
)

type stats struct {
	in int64
}

// server counts without a lock, account with one: these are two variables.
type server struct {
	stats
	accounts []*account
}

type account struct {
	mu    sync.Mutex
	stats stats
}

func (s *server) received(a *account) {
	atomic.AddInt64(&s.in, 1)
	a.mu.Lock()
	a.stats.in++
	a.mu.Unlock()
}
