package fires

import "time"

type clock struct {
	ticks chan time.Time
	quit  chan struct{}
}

func (c *clock) run(source <-chan time.Time, quit <-chan struct{}) {
	for {
		select {
		case now := <-source:
			c.ticks <- now // want "this send on `c.ticks` does not watch `quit`"
		case <-quit:
			return
		}
	}
}

func (c *clock) start(source <-chan time.Time) {
	go c.run(source, c.quit)
}

func (c *clock) Ticks() <-chan time.Time { return c.ticks }

func (c *clock) Stop() { close(c.quit) }
