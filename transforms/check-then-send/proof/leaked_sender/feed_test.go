package leaked_sender

import (
	"context"
	"testing"
	"time"
)

// The context ends after the sender has asked; the channel must be closed nevertheless.
func TestSenderEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	out := numbers(ctx, cancel)

	time.Sleep(50 * time.Millisecond)
	deadline := time.After(2 * time.Second)
	for number := range 2 {
		select {
		case _, open := <-out:
			if !open {
				return
			}
			if number == 0 {
				t.Fatal("a number was still sent after the context had ended")
			}
		case <-deadline:
			t.Fatal("the sender hangs")
		}
	}
}
