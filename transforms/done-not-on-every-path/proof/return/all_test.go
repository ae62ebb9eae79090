package all

import (
	"errors"
	"testing"
	"time"
)

func TestFailuresEnd(t *testing.T) {
	failed := make(chan int, 1)
	go func() {
		failed <- All([]func() error{
			func() error { return nil },
			func() error { return errors.New("fails") },
		})
	}()
	select {
	case n := <-failed:
		if n != 1 {
			t.Errorf("%d have failed, want 1", n)
		}
	case <-time.After(time.Second):
		t.Fatal("All does not end")
	}
}
