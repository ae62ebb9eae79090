package read_loops

import (
	"net"
	"sync"
)

type server struct{ wg sync.WaitGroup }

type client struct {
	mu   sync.Mutex
	conn net.Conn
	srv  *server
	name string
	role int
}

func (s *server) start(run func()) {
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		run()
	}()
}

func (s *server) createClient(conn net.Conn) *client {
	c := &client{conn: conn, srv: s}
	s.start(func() { c.readLoop() })
	return c
}

func (s *server) createRoute(conn net.Conn) *client {
	c := &client{conn: conn, srv: s, role: 1}
	s.start(func() { c.readLoop() })
	return c
}

// All that sets the name is on the goroutine that reads it here.
func (c *client) readLoop() {
	buffer := make([]byte, 512)
	for {
		n, err := c.conn.Read(buffer)
		if err != nil {
			return
		}
		c.parse(string(buffer[:n]))
	}
}

func (c *client) parse(text string) {
	switch c.role {
	case 0:
		c.connect(text)
	default:
		c.info(text)
	}
}

func (c *client) connect(text string) {
	if c.name != "" {
		println("again", c.name)
		return
	}
	c.mu.Lock()
	c.name = text
	c.mu.Unlock()
}

func (c *client) info(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.name = text
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

func (c *client) IsNamed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.name != ""
}

func (c *client) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.name)
}
