package spin

import (
	"syscall"
	"testing"
	"time"
)

func used(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano())
}

func TestWaitsQuietly(t *testing.T) {
	const pause = 300 * time.Millisecond
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		wait(done)
		close(ended)
	}()
	before := used(t)
	time.Sleep(pause)
	spent := used(t) - before
	close(done)
	<-ended
	if spent > pause/6 {
		t.Fatalf("waiting for %v took %v of a processor", pause, spent)
	}
}
