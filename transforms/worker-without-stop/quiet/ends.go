package quiet

import (
	"context"
	"time"
)

type pump struct {
	in   chan int
	out  chan int
	quit chan struct{}
	tick *time.Ticker
}

func newPump(ctx context.Context) *pump {
	p := &pump{in: make(chan int), out: make(chan int), quit: make(chan struct{})}
	p.tick = time.NewTicker(time.Second)
	go p.closed()
	go p.watched(ctx)
	go p.counted()
	return p
}

// Close closes it.
func (p *pump) closed() {
	for n := range p.in {
		p.out <- n
	}
}

func (p *pump) watched(ctx context.Context) {
	for {
		select {
		case <-p.tick.C:
			p.out <- 1
		case <-p.quit:
			return
		case <-ctx.Done():
			return
		}
	}
}

// It ends by itself.
func (p *pump) counted() {
	rounds := 0
	for range p.tick.C {
		if rounds++; rounds > 10 {
			return
		}
	}
}

func (p *pump) Close() {
	close(p.in)
	close(p.quit)
}

// It lives as long as the process.
func init() {
	go func() {
		for range time.Tick(time.Minute) {
			println("alive")
		}
	}()
}

// Whoever calls it decides.
func (p *pump) Drain() {
	for n := range p.out {
		println(n)
	}
}
