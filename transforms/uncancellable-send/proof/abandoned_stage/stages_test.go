package abandoned_stage

import (
	"context"
	"runtime"
	"slices"
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

func TestAll(t *testing.T) {
	var got []int
	for n := range squares(context.Background(), numbers(context.Background(), 4)) {
		got = append(got, n)
	}
	if !slices.Equal(got, []int{0, 1, 4, 9}) {
		t.Fatalf("got %v", got)
	}
}

func TestStagesEnd(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	out := squares(ctx, numbers(ctx, 1000))
	if n := <-out; n != 0 {
		t.Fatalf("got %d", n)
	}
	cancel()
	if count := left(before); count > 0 {
		t.Fatalf("%d goroutines are left", count)
	}
}
