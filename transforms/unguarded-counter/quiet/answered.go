package answered

type clerk struct {
	asked    chan int
	answered chan int
	total    int
}

func (c *clerk) run() {
	for n := range c.asked {
		c.total += n
		c.answered <- n
	}
}

// Each round waits for the answer before it looks.
func (c *clerk) Sum() {
	go c.run()
	for n := range 3 {
		c.asked <- n
		<-c.answered
		println(c.total)
	}
	close(c.asked)
}
