package flag_forgets_lock

import "sync"

type Dispatcher struct {
	mu      sync.Mutex
	running bool
	quit    chan struct{}
}

func (d *Dispatcher) Start() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.running = true
	d.quit = make(chan struct{})
}

func (d *Dispatcher) Enable(enabled bool) {
	if !enabled && d.running {
		close(d.quit) // want "can both pass the test of d.running"
		d.running = false
	}
}
