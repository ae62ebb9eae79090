package quiet

type sender struct {
	queue chan string
	term  chan struct{}
}

// The next goroutine starts when the one before has ended.
func (s *sender) run(send func(string) error) {
	var busy chan struct{}
	failed := make(chan error, 1)
	var next string
	for {
		if busy == nil && next != "" {
			busy = make(chan struct{})
			go func() {
				if err := send(next); err != nil {
					failed <- err
					return
				}
				close(busy)
			}()
		}
		select {
		case next = <-s.queue:
		case <-busy:
			busy = nil
		case <-failed:
			return
		case <-s.term:
			return
		}
	}
}

// Each round receives what it has started.
func retry(try func() error, stop <-chan struct{}) error {
	tried := make(chan error)
	for {
		go func() { tried <- try() }()
		select {
		case err := <-tried:
			if err == nil {
				return nil
			}
		case <-stop:
			return <-tried
		}
	}
}
