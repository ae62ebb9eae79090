package quiet

// It is noted, and the value is sent in any case.
func record(done <-chan struct{}, out chan<- int, value int) {
	select {
	case <-done:
		println("late")
	default:
	}
	out <- value
}
