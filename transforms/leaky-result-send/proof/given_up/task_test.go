package given_up

import (
	"context"
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

func TestWait(t *testing.T) {
	before := runtime.NumGoroutine()
	if value, err := start(func() int { return 7 }).wait(context.Background()); value != 7 || err != nil {
		t.Fatalf("got %d, %v", value, err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	release := make(chan struct{})
	slow := start(func() int { <-release; return 1 })
	if _, err := slow.wait(ended); err == nil {
		t.Fatal("no error after the context has ended")
	}
	close(release)
	if count := left(before); count > 0 {
		t.Fatalf("%d goroutines are left", count)
	}
}
