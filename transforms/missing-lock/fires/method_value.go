package lanes

import "sync"

type config struct {
	allow func(lane int) bool
}

type lanes struct {
	config config
	mu     sync.Mutex
	open   map[int]string
}

func newLanes() *lanes {
	l := &lanes{open: make(map[int]string)}
	l.config.allow = l.allows
	return l
}

// add is the only function that takes the lock.
func (l *lanes) add(lane int, name string) {
	l.mu.Lock()
	l.open[lane] = name
	l.mu.Unlock()
	l.wait(lane)
	l.mu.Lock()
	delete(l.open, lane)
	l.mu.Unlock()
}

func (l *lanes) wait(lane int) {}

func (l *lanes) allows(lane int) bool {
	_, ok := l.open[lane] // want "l.open is read without l.mu"
	return ok
}
