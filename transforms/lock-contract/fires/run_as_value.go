package ferry

import "sync"

type Pier struct {
	tasks sync.WaitGroup
}

func (p *Pier) launch(run func()) {
	p.tasks.Add(1)
	go run()
}

type ferry struct {
	mu     sync.Mutex
	pier   *Pier
	load   int
	orders chan int
}

func (p *Pier) Ferry() *ferry {
	f := &ferry{pier: p, orders: make(chan int)}
	p.launch(f.sail)
	return f
}

func (f *ferry) sail() {
	defer f.pier.tasks.Done()
	for order := range f.orders {
		f.board(order)
	}
}

func (f *ferry) board(order int) {
	if order > 0 {
		f.put(order) // want "ferry.put is called without f.mu"
	}
}

// The caller of put must hold f.mu.
func (f *ferry) put(order int) {
	f.load += order
}

func (f *ferry) take(order int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.put(-order)
}

func (f *ferry) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.put(-f.load)
}
