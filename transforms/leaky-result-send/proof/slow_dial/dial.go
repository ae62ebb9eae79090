package slow_dial

import (
	"errors"
	"time"
)

var errSlow = errors.New("too slow")

func probe(limit time.Duration, dial func() error) error {
	result := make(chan error)
	go func() {
		if err := dial(); err != nil {
			result <- err
			return
		}
		result <- nil
	}()
	select {
	case err := <-result:
		return err
	case <-time.After(limit):
		return errSlow
	}
}
