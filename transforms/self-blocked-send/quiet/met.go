package quiet

// put runs on a goroutine here, and there with a receiver that waits.
func put(out chan<- int, n int) { out <- n }

func started() int {
	out := make(chan int)
	go put(out, 1)
	return <-out
}

func met() {
	out := make(chan int)
	go func() {
		for range out {
		}
	}()
	put(out, 1)
	put(out, 2)
	close(out)
}

func roomy() <-chan int {
	out := make(chan int, 1)
	put(out, 1)
	return out
}

// The receiver is started before it is known to whom it belongs.
func piped(start func(<-chan int)) {
	out := make(chan int)
	start(out)
	put(out, 1)
}

var _, _, _, _ = started, met, roomy, piped
