package loop

import "sync"

type Loop struct {
	mu    sync.Mutex
	count int
	quit  chan struct{}
}

func New() *Loop {
	l := &Loop{quit: make(chan struct{})}
	go l.run()
	return l
}

// Only run writes count, so it may read it as it likes.
func (l *Loop) run() {
	for {
		select {
		case <-l.quit:
			return
		default:
		}
		if l.count > 10 {
			return
		}
		l.mu.Lock()
		l.count++
		l.mu.Unlock()
	}
}

func (l *Loop) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

func (l *Loop) Seen() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count > 0
}
