package joins

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Waited for: the last write comes after.
func group() {
	var wg sync.WaitGroup
	n := 0
	wg.Add(1)
	go func() {
		defer wg.Done()
		n++
	}()
	n = 2 // at once
	wg.Wait()
	n = 3 // after
}

func errors() error {
	var g errgroup.Group
	n := 0
	g.Go(func() error { n = 1; return nil })
	g.Go(func() error { n = 2; return nil })
	if err := g.Wait(); err != nil {
		return err
	}
	n = 3
	return nil
}

func closed() {
	n, done := 0, make(chan struct{})
	go func() {
		defer close(done)
		n++
	}()
	<-done
	n = 2
}

func result() {
	n, results := 0, make(chan int, 1)
	go func() {
		n++
		results <- n
	}()
	select {
	case <-results:
		n = 2 // after
	case <-time.After(time.Second):
		n = 3 // at once
	}
}

// A close by a goroutine that waits for the others.
func closer(jobs []int) {
	var wg sync.WaitGroup
	sum, results := 0, make(chan int)
	for range jobs {
		wg.Go(func() { sum++ })
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	for range results {
	}
	sum = 0
}

// A message that is sent before the write orders nothing.
func early() {
	n, ready := 0, make(chan struct{})
	go func() {
		close(ready)
		n++
	}()
	<-ready
	n = 2
}

// Written before the close that the goroutine waits for.
func published() {
	n, m, ready := 0, 0, make(chan struct{})
	go func() {
		m++
		<-ready
		_ = n
	}()
	n = 1
	m = 1
	close(ready)
	n = 2
}

// The channel of a context says nothing of the goroutine.
func cancelled(ctx context.Context) {
	n := 0
	go func() { n++ }()
	<-ctx.Done()
	n = 2
}

// Waits in a callee, and in a deferred call.
func callee() {
	var wg sync.WaitGroup
	n := 0
	wg.Go(func() { n++ })
	finish(&wg)
	n = 2
}

func finish(wg *sync.WaitGroup) { wg.Wait() }

// It does not outlive its function, which is called in a loop.
func rounds(n *int) {
	for range 3 {
		round(n)
	}
}

func round(n *int) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { *n++ })
}

type service struct {
	wg           sync.WaitGroup
	done         chan struct{}
	once, again  sync.Once
	state, setup int
}

func (s *service) Start() {
	s.wg.Add(1)
	go s.run()
}

func (s *service) run() {
	defer s.wg.Done()
	s.state++
}

// Stop waits before it looks.
func (s *service) Stop() {
	s.wg.Wait()
	s.state = 0
}

// State does not.
func (s *service) State() int { return s.state }

// Both in one once.Do, or behind it.
func (s *service) Use() {
	go func() {
		s.once.Do(s.init)
		_ = s.setup
	}()
	s.once.Do(s.init)
	_ = s.setup
}

func (s *service) init() { s.setup = 1 }

// Peek is not behind it.
func (s *service) Peek() int { return s.setup }
