package quiet

// The receive takes a token; where there is none the waiter is told.
type device struct {
	token chan struct{}
}

func (d *device) use(waiter chan struct{}, work func()) {
	select {
	case <-d.token:
	default:
		waiter <- struct{}{}
		return
	}
	work()
	d.token <- struct{}{}
}
