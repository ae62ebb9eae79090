package nofix

import "sync"

// Pool runs jobs.
type Pool struct {
	wg sync.WaitGroup
}

// Start starts the pool.
func (p *Pool) Start() {
	go p.Run()
	go p.loop()
}

// Run runs until it ends; users start it themselves too.
func (p *Pool) Run() {
	p.wg.Add(1) // want "runs in the goroutine"
	defer p.wg.Done()
}

func (p *Pool) loop() {
	p.wg.Add(1) // want "runs in the goroutine"
	defer p.wg.Done()
}

// Restart runs a loop on the goroutine of its caller.
func (p *Pool) Restart() {
	p.loop()
}

// Stop waits.
func (p *Pool) Stop() { p.wg.Wait() }

func conditional(jobs []func() bool) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func() {
			if job == nil {
				return
			}
			wg.Add(1) // want "runs in the goroutine"
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func measured(read func() []byte) {
	var wg sync.WaitGroup
	go func() {
		n := len(read())
		wg.Add(n) // want "runs in the goroutine"
		defer wg.Add(-n)
	}()
	wg.Wait()
}
