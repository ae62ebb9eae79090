package fires

import (
	"context"
	"os/exec"
	"sync"
	"time"
)

func poll(ctx context.Context, check func()) {
	ticker := time.NewTicker(time.Second)
	go func() {
		defer ticker.Stop()
		for range ticker.C { // want "this goroutine waits on `ticker.C` in a loop that never ends"
			check()
		}
	}()
}

// The ticker is stopped, but its channel is not closed.
func run(command *exec.Cmd, say func(string)) error {
	slow := time.NewTicker(time.Minute)
	defer slow.Stop()
	go func() {
		for now := range slow.C { // want "this goroutine waits on `slow.C` in a loop that never ends"
			if now.IsZero() {
				continue
			}
			say("still running")
		}
	}()
	return command.Run()
}

type cache struct {
	mu    sync.Mutex
	items map[string]time.Time
	stop  chan struct{}
}

func newCache() *cache {
	c := &cache{items: map[string]time.Time{}, stop: make(chan struct{})}
	go c.clean()
	return c
}

func (c *cache) clean() {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		<-ticker.C // want "this goroutine waits on `ticker.C` in a loop that never ends"
		c.mu.Lock()
		clear(c.items)
		c.mu.Unlock()
	}
}

func (c *cache) Close() {
	close(c.stop)
}
