package queue

import (
	"testing"
	"time"
)

func TestEmptyNames(t *testing.T) {
	q := New()
	q.Add("one")
	q.Add("")
	q.Add("two")
	done := make(chan struct{})
	go func() {
		q.Close()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		t.Fatal("Close does not end")
	}
	if len(q.Seen) != 2 {
		t.Errorf("seen: %v", q.Seen)
	}
}
