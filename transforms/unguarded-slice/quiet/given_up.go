package given_up

type command struct {
	pipes []string
	ready func() error
	done  chan struct{}
}

// Start runs it, and forgets its pipes where it can't.
func (c *command) Start() error {
	started := false
	defer func() {
		if !started {
			c.pipes = nil
		}
	}()
	if err := c.ready(); err != nil {
		return err
	}
	started = true
	go c.watch()
	return nil
}

func (c *command) watch() {
	<-c.done
	for _, pipe := range c.pipes {
		println(pipe)
	}
}
