package goroutine_and_parent

import "time"

func wait(work func()) bool {
	done := make(chan struct{})
	go func() {
		work()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(time.Second):
		close(done) // want "the goroutine that wait starts closes it"
		return false
	}
}
