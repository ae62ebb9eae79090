package all

import (
	"sync/atomic"
	"testing"
	"time"
)

func TestAllEnds(t *testing.T) {
	var calls atomic.Int32
	job := func() { calls.Add(1) }
	done := make(chan struct{})
	go func() {
		All([]func(){job, job, job})
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		t.Fatal("All does not end")
	}
	if n := calls.Load(); n != 3 {
		t.Errorf("%d calls, want 3", n)
	}
}
