package goroutine_and_stop

import (
	"errors"
	"testing"
)

func TestStopAfterFailure(t *testing.T) {
	p := Start(func() error { return errors.New("no answer") })
	<-p.Done()
	p.Stop()
}

func TestStopBeforeFailure(t *testing.T) {
	asked := make(chan struct{})
	answer := make(chan error)
	p := Start(func() error {
		close(asked)
		return <-answer
	})
	<-asked
	p.Stop()
	answer <- errors.New("too late")
	<-p.Done()
}
