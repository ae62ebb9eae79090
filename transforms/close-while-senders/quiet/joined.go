package joined

import "sync"

type Poller struct {
	quit   chan struct{}
	values chan int
	wg     sync.WaitGroup
}

func Start(poll func() int) *Poller {
	p := &Poller{quit: make(chan struct{}), values: make(chan int)}
	p.wg.Add(1)
	go p.run(poll)
	return p
}

func (p *Poller) run(poll func() int) {
	defer p.wg.Done()
	for {
		select {
		case p.values <- poll():
		case <-p.quit:
			return
		}
	}
}

// Stop closes once nobody sends any more.
func (p *Poller) Stop() {
	close(p.quit)
	p.wg.Wait()
	close(p.values)
}
