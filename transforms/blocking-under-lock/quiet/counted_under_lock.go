package quiet

import "sync"

type monitor struct {
	mu      sync.Mutex
	running sync.WaitGroup
	quit    chan struct{}
}

// start counts under the lock, so that nobody waits for who has not counted yet.
func (m *monitor) start() {
	m.mu.Lock()
	m.quit = make(chan struct{})
	m.running.Add(1)
	m.mu.Unlock()
}

func (m *monitor) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.quit)
	m.running.Wait()
}

func watch(m *monitor) {
	go func() {
		m.start()
		m.running.Done()
	}()
}

// Two conditions of the same name: only the other one has a lock of its own.
type gate struct {
	mu   *sync.Mutex
	cond *sync.Cond
	open bool
}

func newGate() *gate {
	mu := new(sync.Mutex)
	return &gate{mu: mu, cond: &sync.Cond{L: mu}}
}

type door struct {
	mu   sync.Mutex
	cond *sync.Cond
}

func newDoor() *door {
	d := &door{}
	d.cond = sync.NewCond(&d.mu)
	return d
}

func (g *gate) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for !g.open {
		g.cond.Wait()
	}
}

func (g *gate) unlock() {
	g.mu.Lock()
	g.open = true
	g.mu.Unlock()
	g.cond.Broadcast()
}

var _, _, _ = watch, newGate, newDoor
