package restarted

import (
	"sync"
	"time"
)

// Started again, it has another channel; the goroutine is a literal.
type Clock struct {
	stop  chan struct{}
	beats int
	wg    sync.WaitGroup
}

func (c *Clock) Start() {
	c.stop = make(chan struct{})
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		ticker := time.NewTicker(time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-c.stop:
				return
			case <-ticker.C:
				c.beats++
			}
		}
	}()
}

func (c *Clock) Stop() {
	if c.stop != nil {
		close(c.stop)
		c.stop = nil // want "is set to nil while a goroutine"
	}
	c.wg.Wait()
}

// Others ask for the channel, too: only reported.
type Bell struct {
	quit chan struct{}
}

func (b *Bell) Start(ring func()) {
	b.quit = make(chan struct{})
	go b.run(ring)
}

func (b *Bell) run(ring func()) {
	for {
		select {
		case <-b.quit:
			return
		default:
			ring()
		}
	}
}

func (b *Bell) Rings() bool { return b.quit != nil }

func (b *Bell) Stop() {
	close(b.quit)
	b.quit = nil // want "is set to nil while run"
}
