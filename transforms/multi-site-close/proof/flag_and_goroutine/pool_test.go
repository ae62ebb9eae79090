package flag_and_goroutine

import (
	"errors"
	"testing"
)

func TestCloseAfterFailure(t *testing.T) {
	failure := make(chan error)
	p := New(failure)
	failure <- errors.New("failed")
	<-p.Done()
	p.Close()
	p.Close()
}
