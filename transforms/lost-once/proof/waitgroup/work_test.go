package waitgroup

import (
	"testing"
	"time"
)

func TestRunAll(t *testing.T) {
	done := make(chan struct{})
	go func() {
		runAll([]func(){func() {}, func() {}})
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(300 * time.Millisecond):
		t.Fatal("Wait does not return")
	}
}
