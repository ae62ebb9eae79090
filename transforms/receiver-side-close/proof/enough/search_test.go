package enough

import (
	"runtime"
	"testing"
	"time"
)

func TestFirstOver(t *testing.T) {
	before := runtime.NumGoroutine()
	if got := firstOver([]int{1, 5, 12, 40, 7}, 10); got != 12 {
		t.Fatalf("found %d", got)
	}
	if got := firstOver([]float64{1, 2}, 10); got != 0 {
		t.Fatalf("found %f", got)
	}
	time.Sleep(20 * time.Millisecond)
	if left := runtime.NumGoroutine() - before; left > 0 {
		t.Fatalf("%d goroutines are left", left)
	}
}
