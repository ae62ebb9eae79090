package ticker_left

import (
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

func TestWatched(t *testing.T) {
	before := runtime.NumGoroutine()
	seen := make(chan struct{}, 1)
	alive := func() {
		select {
		case seen <- struct{}{}:
		default:
		}
	}
	watched(time.Millisecond, func() { <-seen }, alive)
	if count := left(before); count > 0 {
		t.Fatalf("%d goroutines are left", count)
	}
}
