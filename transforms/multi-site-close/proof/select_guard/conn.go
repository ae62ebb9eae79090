package select_guard

// Conn is closed once, by whoever comes first.
type Conn struct {
	done chan struct{}
}

func New() *Conn {
	return &Conn{done: make(chan struct{})}
}

func (c *Conn) Close() {
	select {
	case <-c.done:
	default:
		close(c.done)
	}
}
