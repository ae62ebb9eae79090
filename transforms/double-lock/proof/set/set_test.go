package set

import (
	"testing"
	"time"
)

func TestNobodyWaitsForItself(t *testing.T) {
	s := New()
	for name, act := range map[string]func(){
		"Add":   func() { s.Add("one") },
		"Clear": func() { s.Clear() },
		"Drop":  func() { s.Drop("one") },
	} {
		done := make(chan struct{})
		go func() {
			act()
			close(done)
		}()
		select {
		case <-done:
		case <-time.After(time.Second):
			t.Fatalf("%s waits for itself", name)
		}
	}
}
