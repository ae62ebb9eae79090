package select_guard

type Conn struct {
	id   int
	done chan struct{}
}

func (c *Conn) Close() {
	select {
	case <-c.done:
	default:
		close(c.done) // want "two goroutines that call Conn.Close at once can both find it open"
	}
}
