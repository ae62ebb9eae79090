package read_loops_of_one

import "sync"

type client struct {
	mu   sync.Mutex
	in   chan string
	name string
}

// Two goroutines of one client.
func newClient(in chan string) *client {
	c := &client{in: in}
	go func() { c.readLoop() }()
	go func() { c.readLoop() }()
	return c
}

func (c *client) readLoop() {
	for text := range c.in {
		c.connect(text)
	}
}

func (c *client) connect(text string) {
	if len(c.name) < 10 { // want "c.name is read without c.mu"
		c.rename(text)
	}
}

func (c *client) rename(text string) {
	c.mu.Lock()
	c.name += text
	c.mu.Unlock()
}

func (c *client) Name() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.name
}

func (c *client) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return "client " + c.name
}

func (c *client) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.name)
}

func (c *client) IsNamed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.name != ""
}
