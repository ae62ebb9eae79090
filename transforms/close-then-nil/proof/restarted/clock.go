package restarted

import (
	"sync"
	"time"
)

type Clock struct {
	stop chan struct{}
	wg   sync.WaitGroup
}

func (c *Clock) Start(beat func()) {
	c.stop = make(chan struct{})
	c.wg.Add(2)
	go func() {
		defer c.wg.Done()
		for {
			select {
			case <-c.stop:
				return
			case <-time.After(time.Millisecond):
				beat()
			}
		}
	}()
	go c.watch()
}

func (c *Clock) watch() {
	defer c.wg.Done()
	for {
		select {
		case <-c.stop:
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func (c *Clock) End() {
	if c.stop != nil {
		close(c.stop)
		c.stop = nil
	}
	c.wg.Wait()
}
