package lease

import (
	"sync"
	"time"
)

type Lease struct {
	mu    sync.Mutex
	ttl   time.Duration
	timer *time.Timer
	ended func(time.Time)
}

// Renew starts the timer with the lock held: it fires later, without it.
func (l *Lease) Renew(ttl time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ttl = ttl
	l.timer = time.AfterFunc(l.ttl, l.expire)
}

func (l *Lease) Extend(by time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ttl += by
	l.timer.Reset(l.ttl)
}

func (l *Lease) TTL() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ttl
}

func (l *Lease) expire() {
	end := time.Now().Add(-l.ttl) // want "l.ttl is read without l.mu"
	l.ended(end)
}
