package restarted

import (
	"sync/atomic"
	"testing"
	"time"
)

func TestEnd(t *testing.T) {
	var beats atomic.Int64
	c := &Clock{}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for range 3 {
			c.Start(func() { beats.Add(1) })
			time.Sleep(4 * time.Millisecond)
			c.End()
			c.End()
		}
	}()
	select {
	case <-ended:
	case <-time.After(2 * time.Second):
		t.Fatal("it hangs")
	}
	if beats.Load() == 0 {
		t.Fatal("no beat")
	}
}
