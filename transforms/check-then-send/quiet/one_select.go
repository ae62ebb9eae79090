package quiet

// The check comes first so that the end wins; the send watches for it, too.
func push(done <-chan struct{}, items chan int, item int) bool {
	select {
	case <-done:
		return false
	default:
	}
	select {
	case <-done:
		return false
	case items <- item:
	}
	return true
}
