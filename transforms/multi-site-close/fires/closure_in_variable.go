package closure_in_variable

func race(first, second func() bool) <-chan struct{} {
	won := make(chan struct{})
	finish := func() {
		close(won) // want "two goroutines that race starts both close it"
	}
	go func() {
		if first() {
			finish()
		}
	}()
	go func() {
		if second() {
			finish()
		}
	}()
	return won
}
