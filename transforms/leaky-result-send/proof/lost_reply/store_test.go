package lost_reply

import (
	"context"
	"testing"
	"time"
)

// One caller that gives up must not stop the store for all others.
func TestServesOthers(t *testing.T) {
	release := make(chan struct{})
	s := &store{
		requests: make(chan request),
		load: func(key string) string {
			if key == "slow" {
				<-release
			}
			return key
		},
	}
	go s.serve()
	defer close(s.requests)

	impatient, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := s.get(impatient, "slow"); err == nil {
		t.Fatal("an answer before the value was loaded")
	}
	close(release)

	got := make(chan string, 1)
	go func() {
		value, _ := s.get(context.Background(), "fast")
		got <- value
	}()
	select {
	case value := <-got:
		if value != "fast" {
			t.Fatalf("got %q", value)
		}
	case <-time.After(time.Second):
		t.Fatal("the store hangs")
	}
}
