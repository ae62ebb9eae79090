package pool

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What was accepted before the stop is done.
func TestAcceptedJobsAreDone(t *testing.T) {
	p := New(2)
	var done atomic.Int32
	for range 20 {
		if err := p.Submit(func() { done.Add(1) }); err != nil {
			t.Fatal(err)
		}
	}
	p.Stop()
	if got := done.Load(); got != 20 {
		t.Fatalf("%d of 20 jobs are done", got)
	}
}

// Whoever submits while the pool stops gets an error.
func TestSubmitWhileStopping(t *testing.T) {
	p := New(1)
	var senders sync.WaitGroup
	for range 4 {
		senders.Add(1)
		go func() {
			defer senders.Done()
			for p.Submit(func() { time.Sleep(time.Millisecond) }) == nil {
			}
		}()
	}
	time.Sleep(10 * time.Millisecond)
	p.Stop()
	senders.Wait()
}
