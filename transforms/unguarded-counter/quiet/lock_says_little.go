package lock_says_little

import "sync"

// loop has a lock, but all that it counts is counted by one goroutine.
type loop struct {
	mu     sync.Mutex
	events []int
	rounds int
}

func (l *loop) Put(event int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, event)
}

func (l *loop) Step() {
	l.rounds++
}

func (l *loop) Rounds() int {
	return l.rounds
}
