package typo

import (
	"testing"
	"time"
)

func TestPut(t *testing.T) {
	s := store{items: map[string]int{}}
	done := make(chan struct{})
	go func() {
		s.put("a", 1)
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(300 * time.Millisecond):
		t.Fatal("put does not return")
	}
}
