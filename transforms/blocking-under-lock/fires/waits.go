package waits

import "sync"

type pool struct {
	mu      sync.Mutex
	workers sync.WaitGroup
	jobs    chan int
	stopped chan struct{}
	done    int
}

func newPool() *pool {
	p := &pool{jobs: make(chan int), stopped: make(chan struct{})}
	p.workers.Add(1)
	go p.work()
	go p.stop()
	return p
}

func (p *pool) work() {
	defer p.workers.Done()
	for range p.jobs {
		p.mu.Lock()
		p.done++
		p.mu.Unlock()
	}
}

func (p *pool) stop() {
	p.mu.Lock()
	p.done = 0
	p.mu.Unlock()
	close(p.stopped)
}

// Close waits for workers that want the lock.
func (p *pool) Close() {
	p.mu.Lock()
	p.done = -1
	p.workers.Wait() // want "this waits for p.workers while p.mu is held"
	p.mu.Unlock()
}

// Put sends to workers that want the lock.
func (p *pool) Put(job int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done--
	p.jobs <- job // want "this sends on p.jobs while p.mu is held"
}

// Stopped waits for who wants the lock.
func (p *pool) Stopped() int {
	p.mu.Lock()
	<-p.stopped // want "this receives from p.stopped while p.mu is held"
	n := p.done
	p.mu.Unlock()
	return n
}

// Local variables and literals.
func sum(parts []int) int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	total := 0
	for _, part := range parts {
		wg.Go(func() {
			mu.Lock()
			total += part
			mu.Unlock()
		})
	}
	mu.Lock()
	defer mu.Unlock()
	wg.Wait() // want "this waits for wg while mu is held"
	return total
}

type gate struct {
	mu    sync.Mutex
	other sync.Mutex
	open  *sync.Cond
	is    bool
}

func newGate() *gate {
	g := &gate{}
	g.open = sync.NewCond(&g.other)
	return g
}

// Pass waits on another lock than the one that is needed to open.
func (g *gate) Pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.other.Lock()
	for !g.is {
		g.open.Wait() // want "this waits for g.open while g.mu is held"
	}
	g.other.Unlock()
}

func (g *gate) Open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.is = true
	g.open.Broadcast()
}
