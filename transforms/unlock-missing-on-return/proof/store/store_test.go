package store

import (
	"testing"
	"time"
)

func TestTheLockIsFreeAfterwards(t *testing.T) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		s := New()
		s.Set("one", 1)
		if err := s.Add("two", 2); err != nil {
			t.Error(err)
		}
		if key, ok := s.Find(2); !ok || key != "two" {
			t.Errorf("found %q, %v", key, ok)
		}
		if got := s.Drop("none", "one", "one"); got != 1 {
			t.Errorf("dropped %d", got)
		}
		s.Close()
		if err := s.Add("three", 3); err == nil {
			t.Error("no error after Close")
		}
		s.Close()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
		t.Fatal("a lock is still held")
	}
}
