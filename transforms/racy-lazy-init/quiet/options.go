package fixture

import "net/http"

type Client struct {
	Transport http.RoundTripper
}

func (c *Client) setDefaults() {
	if c.Transport == nil {
		c.Transport = http.DefaultTransport
	}
}

func New() *Client {
	c := &Client{}
	c.setDefaults()
	return c
}
