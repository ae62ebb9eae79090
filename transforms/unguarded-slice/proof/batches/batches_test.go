package batches

import (
	"sync/atomic"
	"testing"
	"time"
)

func TestFlush(t *testing.T) {
	var written atomic.Int64
	stop := make(chan struct{})
	b := New(func(lines []string) error {
		written.Add(int64(len(lines)))
		return nil
	}, 100*time.Microsecond, stop)
	for range 200 {
		b.Add("x")
		time.Sleep(20 * time.Microsecond)
	}
	close(stop)
	time.Sleep(2 * time.Millisecond)
	b.Flush()
	if n := written.Load(); n != 200 {
		t.Fatalf("%d lines were written, want 200", n)
	}
}
