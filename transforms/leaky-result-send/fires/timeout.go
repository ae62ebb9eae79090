package fires

import (
	"errors"
	"time"
)

var errSlow = errors.New("too slow")

func probe(address string, dial func(string) error) error {
	result := make(chan error) // want "`result` is made without room"
	go func() {
		result <- dial(address)
	}()
	select {
	case err := <-result:
		return err
	case <-time.After(time.Second):
		return errSlow
	}
}
