package select_guard_return

import "errors"

var errClosed = errors.New("closed")

type Conn struct {
	done chan struct{} // closed by Close
	name string
}

// Close ends the connection.
func (c *Conn) Close() error {
	select {
	case <-c.done:
		return errClosed // a second call
	default:
	}
	close(c.done) // want "can both find it open"
	return nil
}
