package inflight

import "sync"

// Emitter counts the calls that are under way.
type Emitter struct {
	mu     sync.Mutex
	closed bool
	wg     sync.WaitGroup
}

func (e *Emitter) Emit(handle func()) {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return
	}
	e.wg.Add(1)
	e.mu.Unlock()
	defer e.wg.Done()
	handle()
}

// Later emits on a goroutine of its own.
func (e *Emitter) Later(handle func()) {
	go func() {
		e.Emit(handle)
	}()
	go e.Emit(handle)
}

func (e *Emitter) send(handle func()) {
	e.wg.Add(1)
	defer e.wg.Done()
	handle()
}

// Send sends at once.
func (e *Emitter) Send(handle func()) { e.send(handle) }

// SendLater sends when it comes to it.
func (e *Emitter) SendLater(handle func()) {
	go func() {
		e.send(handle)
	}()
}

// Close waits.
func (e *Emitter) Close() {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	e.wg.Wait()
}

// Another group tells that both run.
func both(connect, handle func()) {
	var wg, ready sync.WaitGroup
	ready.Add(2)
	run := func() {
		wg.Add(1)
		defer wg.Done()
		connect()
		ready.Done()
		handle()
	}
	go run()
	go run()
	ready.Wait()
	wg.Wait()
}
