package feed

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

func TestTake(t *testing.T) {
	before := runtime.NumGoroutine()
	if taken := Open(100).Take(3); !slices.Equal(taken, []int{0, 1, 2}) {
		t.Fatalf("took %v", taken)
	}
	if taken := Open(2).Take(3); !slices.Equal(taken, []int{0, 1}) {
		t.Fatalf("took %v", taken)
	}
	time.Sleep(20 * time.Millisecond)
	if left := runtime.NumGoroutine() - before; left > 0 {
		t.Fatalf("%d goroutines are left", left)
	}
}
