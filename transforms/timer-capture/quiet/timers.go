package timers

import (
	"sync"
	"time"
)

func poll() {}

func locked(interval time.Duration) {
	var (
		mu sync.Mutex
		t  *time.Timer
	)
	mu.Lock()
	t = time.AfterFunc(interval, func() {
		mu.Lock()
		defer mu.Unlock()
		t.Reset(interval)
	})
	mu.Unlock()
}

func waiting(interval time.Duration) {
	var t *time.Timer
	ready := make(chan struct{})
	t = time.AfterFunc(interval, func() {
		<-ready
		t.Reset(interval)
	})
	close(ready)
}

// Another timer, assigned before.
func other(interval time.Duration) *time.Timer {
	first := time.AfterFunc(interval, poll)
	second := time.AfterFunc(interval, func() {
		first.Stop()
	})
	return second
}

type session struct {
	mu    sync.Mutex
	timer *time.Timer
}

func (s *session) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timer = time.AfterFunc(time.Second, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.timer.Reset(time.Second)
	})
}

// The lock is held wherever the timer is started.
func (s *session) restart(arm bool) {
	if arm {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	if arm {
		var t *time.Timer
		t = time.AfterFunc(time.Second, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.timer != t {
				return
			}
			poll()
		})
		s.timer = t
	}
}
