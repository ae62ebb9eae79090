package pool

import (
	"testing"
	"time"
)

func TestCloseComesBack(t *testing.T) {
	p := New(3)
	done := make(chan struct{})
	go func() {
		p.Close()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
		t.Fatal("Close waits for ever")
	}
	if got := p.Done(); got != 3 {
		t.Errorf("%d done", got)
	}
}
