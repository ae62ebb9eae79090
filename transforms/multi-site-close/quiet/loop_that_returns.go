package loop_that_returns

func watch(events <-chan int, done chan struct{}) {
	for event := range events {
		if event == 0 {
			close(done)
			return
		}
	}
}

func poll(step func() bool, stop, done chan struct{}) {
	for {
		select {
		case <-stop:
			close(done)
			return
		default:
		}
		if step() {
			close(done)
			break
		}
	}
}
