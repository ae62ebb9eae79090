package poll_elsewhere

import "errors"

var errLost = errors.New("lost")

func relay(quit <-chan struct{}, read func() (string, error), write func(string) error) error {
	lost := make(chan struct{})
	lines := make(chan string)
	go func() {
		for {
			select {
			case <-quit:
				return
			default:
			}
			line, err := read()
			if err != nil {
				close(lost)
				return
			}
			lines <- line
		}
	}()
	for {
		select {
		case <-lost:
			return errLost
		case line := <-lines:
			if err := write(line); err != nil {
				close(lost) // want "the goroutine that relay starts closes it"
				return err
			}
		}
	}
}
