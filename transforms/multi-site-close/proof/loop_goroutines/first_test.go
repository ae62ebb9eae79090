package loop_goroutines

import (
	"errors"
	"sync"
	"testing"
)

func TestSeveralFail(t *testing.T) {
	fail := func() error { return errors.New("failed") }
	pass := func() error { return nil }
	var wg sync.WaitGroup
	failed := AnyFailed([]func() error{fail, pass, fail, fail}, &wg)
	wg.Wait()
	<-failed
}

func TestNoneFails(t *testing.T) {
	pass := func() error { return nil }
	var wg sync.WaitGroup
	failed := AnyFailed([]func() error{pass, pass}, &wg)
	wg.Wait()
	select {
	case <-failed:
		t.Error("closed although nothing failed")
	default:
	}
}
