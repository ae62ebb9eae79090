package idle_queue

import (
	"runtime"
	"sync/atomic"
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

func TestClose(t *testing.T) {
	before := runtime.NumGoroutine()
	var sum atomic.Int64
	q := start(func(n int64) { sum.Add(n) })
	q.Add(1)
	q.Add(2)
	q.Close()
	for range 100 {
		if sum.Load() == 3 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if sum.Load() != 3 {
		t.Fatalf("got %d", sum.Load())
	}
	if count := left(before); count > 0 {
		t.Fatalf("%d goroutines are left", count)
	}
}
