package switchedoff

// Nil switches the case off, on the goroutine's own variable.
func merge(a, b <-chan int, out chan<- int) {
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				continue
			}
			out <- v
		case v, ok := <-b:
			if !ok {
				b = nil
				continue
			}
			out <- v
		}
	}
	close(out)
	out = nil
}

// Given to the goroutine, it is the goroutine's own.
func given(work func()) {
	stop := make(chan struct{})
	go func(stop <-chan struct{}) {
		<-stop
		work()
	}(stop)
	close(stop)
	stop = nil
	_ = stop
}

// Waited for before.
func joined(work func()) {
	stop := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-stop
		work()
	}()
	close(stop)
	<-ended
	stop = nil
	_ = stop
}
