package labels

import "sync"

type client struct {
	wg   sync.WaitGroup
	jobs chan func() error
}

func (c *client) start() {
	c.wg.Add(1)
	go c.work()
}

func (c *client) work() {
jobs:
	for job := range c.jobs {
		switch {
		case job == nil:
			break jobs
		case job() != nil:
			return
		}
	}
	c.wg.Done() // want "left out where the function returns"
}

func (c *client) stop() { c.wg.Wait() }
