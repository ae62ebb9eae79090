package unshared_flag

import "sync"

type stream struct {
	closed bool
	lines  chan string
}

// Cleanup runs on one goroutine only: that which took the stream out of the table.
func (s *stream) Cleanup() {
	if !s.closed {
		close(s.lines)
		s.closed = true
	}
}

type cleaner interface{ Cleanup() }

type Client struct {
	mu      sync.Mutex
	streams map[int]cleaner
}

func (c *Client) Open(id int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.streams[id] = &stream{lines: make(chan string)}
}

func (c *Client) Remove(id int) {
	c.mu.Lock()
	stream, ok := c.streams[id]
	delete(c.streams, id)
	c.mu.Unlock()
	if ok {
		stream.Cleanup()
	}
}
