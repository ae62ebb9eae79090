package quiet

import (
	"os/exec"
	"sync"
)

// Child is waited for before it is let go of.
type Child struct {
	mu   sync.Mutex
	wg   sync.WaitGroup
	cmd  *exec.Cmd
	code int
}

func Spawn(name string) *Child {
	c := &Child{cmd: exec.Command(name)}
	c.wg.Add(1)
	go c.watch()
	return c
}

func (c *Child) watch() {
	defer c.wg.Done()
	code := c.wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.code = code
}

func (c *Child) wait() int {
	if err := c.cmd.Wait(); err != nil {
		return 1
	}
	return 0
}

func (c *Child) Code() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cmd == nil {
		return c.code
	}
	return -1
}

func (c *Child) Path() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cmd == nil {
		return ""
	}
	return c.cmd.Path
}

func (c *Child) Close() {
	c.wg.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cmd = nil
}
