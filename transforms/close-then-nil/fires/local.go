package local

func wait(work func() bool, ready <-chan struct{}) {
	stop := make(chan struct{})
	go func() {
		for work() {
			select {
			case <-stop:
				return
			default:
			}
		}
	}()
	<-ready
	close(stop)
	stop = nil // want "is set to nil while a goroutine"
}

var _ = wait
