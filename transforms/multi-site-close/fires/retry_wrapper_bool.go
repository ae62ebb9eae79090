package retry_wrapper_bool

type client struct {
	lost chan struct{}
}

func (c *client) dial(connect func() bool) bool {
	if !connect() {
		close(c.lost) // want "client.dial closes it, and the loop calls client.dial again"
		return false
	}
	return true
}

func (c *client) keepDialing(connect func() bool) {
	for {
		ok := c.dial(connect)
		if !ok {
			continue
		}
		return
	}
}
