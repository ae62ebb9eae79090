package flag

import (
	"testing"
	"time"
)

func TestStop(t *testing.T) {
	poller := Start(func() {}, 20*time.Millisecond)
	for range 10 {
		poller.Rounds()
	}
	time.Sleep(20 * time.Millisecond)
	rounds := poller.Rounds()
	time.Sleep(20 * time.Millisecond)
	if poller.Rounds() != rounds {
		t.Error("it goes on")
	}
}
