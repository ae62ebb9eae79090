package fires

import "errors"

var errStopped = errors.New("stopped")

type queue struct {
	stop  chan struct{}
	items chan int
}

func (q *queue) push(item int) error {
	select {
	case <-q.stop:
		// Nobody reads any more.
		return errStopped
	default:
	}
	q.items <- item // want "`q.stop` is asked before the send on `q.items`"
	return nil
}
