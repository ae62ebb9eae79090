package forms

import (
	"errors"
	"sync/atomic"
)

const (
	idle = iota
	running
)

type server struct {
	closed  atomic.Bool
	state   atomic.Int32
	started int32
	quit    chan struct{}
}

func (s *server) stop() {
	if !s.closed.Load() { // want "Two goroutines can both load"
		s.closed.Store(true)
		// Only once.
		close(s.quit)
	}
}

func (s *server) shut() error {
	if s.closed.Load() { // want "the old value of s.closed"
		return errors.New("closed")
	}
	s.closed.Store(true)
	close(s.quit)
	return nil
}

func (s *server) run() {
	if s.state.Load() == idle { // want "both go on"
		s.state.Store(running)
		go s.loop()
	}
}

func (s *server) start() bool {
	if atomic.LoadInt32(&s.started) != 0 { // want "both go on"
		return false
	}
	atomic.StoreInt32(&s.started, 1)
	go s.loop()
	return true
}

func (s *server) loop() {
	<-s.quit
}
