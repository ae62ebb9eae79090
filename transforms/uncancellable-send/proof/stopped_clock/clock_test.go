package stopped_clock

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

func TestStop(t *testing.T) {
	before := runtime.NumGoroutine()
	source := make(chan int)
	c := start(source)
	source <- 1
	if tick := <-c.Ticks(); tick != 1 {
		t.Fatalf("got %d", tick)
	}
	source <- 2
	c.Stop()
	if count := left(before); count > 0 {
		t.Fatalf("%d goroutines are left", count)
	}
}
