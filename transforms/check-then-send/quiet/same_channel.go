package quiet

// Takes out the oldest first.
func replace(latest chan int, value int) {
	select {
	case <-latest:
		return
	default:
	}
	latest <- value
}
