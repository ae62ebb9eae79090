package fixture

import "sync"

// Client is safe for concurrent use.
type Client struct {
	once sync.Once
	name string
}

func (c *Client) Name() string {
	c.once.Do(func() { c.name = "client" })
	return c.name
}
