package quiet

// Another goroutine receives.
func started(names []string, greet func(string)) {
	queue := make(chan string)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for name := range queue {
			greet(name)
		}
	}()
	for _, name := range names {
		queue <- name
	}
	close(queue)
	<-done
}

// There is room.
func roomy(first, second error) error {
	errs := make(chan error, 2)
	errs <- first
	errs <- second
	if err := <-errs; err != nil {
		return err
	}
	return <-errs
}

// The buffer is emptied in between.
func alternating(values []int) (sum int) {
	slot := make(chan int, 1)
	for _, value := range values {
		slot <- value
		sum += <-slot
	}
	return sum
}

func either(last bool, err error) error {
	errs := make(chan error, 1)
	if last {
		errs <- err
	} else {
		errs <- nil
	}
	return <-errs
}

// It does not wait.
func poll() bool {
	slot := make(chan int)
	select {
	case slot <- 1:
		return true
	default:
		return false
	}
}

// Others have it, too.
func handed(use func(chan int)) {
	slot := make(chan int)
	use(slot)
	slot <- 1
}

type gate struct{ open chan struct{} }

func (g *gate) pass() {
	wait := make(chan struct{})
	g.open = wait
	wait <- struct{}{}
}
