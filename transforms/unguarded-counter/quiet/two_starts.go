package two_starts

type client struct {
	tries int
	fails func() bool
}

// New connects at once, unless somebody wants to call Connect.
func New(fails func() bool, connects bool) *client {
	c := &client{fails: fails}
	if connects {
		go c.keep()
	}
	return c
}

func (c *client) Connect() {
	go c.keep()
}

func (c *client) keep() {
	for c.fails() {
		c.tries++
	}
}
