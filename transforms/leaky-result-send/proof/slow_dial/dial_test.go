package slow_dial

import (
	"errors"
	"runtime"
	"testing"
	"time"
)

// left tells how many goroutines more than before are there, once those that end have had the time to.
func left(before int) int {
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return 0
		}
		time.Sleep(5 * time.Millisecond)
	}
	return runtime.NumGoroutine() - before
}

func TestProbe(t *testing.T) {
	broken := errors.New("broken")
	if err := probe(time.Minute, func() error { return broken }); err != broken {
		t.Fatalf("got %v", err)
	}
	before := runtime.NumGoroutine()
	release := make(chan struct{})
	err := probe(time.Millisecond, func() error { <-release; return nil })
	if err != errSlow {
		t.Fatalf("got %v", err)
	}
	close(release)
	if count := left(before); count > 0 {
		t.Fatalf("%d goroutines are left", count)
	}
}
