package set_from_outside

import "sync"

type Checkpoint func(id int) error

type Leases struct {
	mu    sync.RWMutex
	save  Checkpoint
	count int
}

// SetCheckpoint gives the function that writes checkpoints; who makes the leases does so.
func (l *Leases) SetCheckpoint(save Checkpoint) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.save = save
}

func (l *Leases) Renew(id int) error {
	l.mu.RLock()
	must := l.save != nil && l.count > 0
	l.mu.RUnlock()
	if must {
		return l.save(id)
	}
	return nil
}

func (l *Leases) Grant(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count++
	if l.save != nil {
		l.save(id)
	}
}

func (l *Leases) Revoke(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count--
	if l.save != nil {
		l.save(id)
	}
}
