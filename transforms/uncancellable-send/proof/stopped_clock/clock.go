package stopped_clock

type clock struct {
	ticks chan int
	quit  chan struct{}
}

func start(source <-chan int) *clock {
	c := &clock{ticks: make(chan int), quit: make(chan struct{})}
	go c.run(source, c.quit)
	return c
}

func (c *clock) run(source <-chan int, quit <-chan struct{}) {
	for {
		select {
		case tick := <-source:
			c.ticks <- tick
		case <-quit:
			return
		}
	}
}

func (c *clock) Ticks() <-chan int { return c.ticks }

func (c *clock) Stop() { close(c.quit) }
