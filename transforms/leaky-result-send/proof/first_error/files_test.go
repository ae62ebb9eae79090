package first_error

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

func TestCheck(t *testing.T) {
	before := runtime.NumGoroutine()
	if err := check([]string{"a", "b"}, func(string) error { return nil }); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := check([]string{"a", "b", "c"}, func(string) error { return broken }); err != broken {
		t.Fatalf("got %v", err)
	}
	if count := left(before); count > 0 {
		t.Fatalf("%d goroutines are left", count)
	}
}
