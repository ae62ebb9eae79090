package retry_loop

import "errors"

// Client tells by a closed channel that it has lost its server at least once.
type Client struct {
	lost chan struct{}
}

func New() *Client {
	return &Client{lost: make(chan struct{})}
}

func (c *Client) fetch(get func() (string, error)) (string, error) {
	value, err := get()
	if err != nil {
		close(c.lost)
		return "", err
	}
	return value, nil
}

// Fetch tries three times.
func (c *Client) Fetch(get func() (string, error)) (string, error) {
	for range 3 {
		value, err := c.fetch(get)
		if err == nil {
			return value, nil
		}
	}
	return "", errors.New("no answer")
}
