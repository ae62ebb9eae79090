package quiet

// When it is over the waiter is told so on the same channel: it waits in any case.
func transfer(stop <-chan struct{}, step func() error, result chan error) {
	select {
	case <-stop:
		result <- nil
		return
	default:
	}
	result <- step()
}
