package stopped

import (
	"testing"
	"time"
)

func TestStop(t *testing.T) {
	s := Start()
	time.Sleep(time.Millisecond)
	s.Stop()
	s.Stop()
	select {
	case <-s.ended:
	case <-time.After(time.Second):
		t.Fatal("the server has not seen the end")
	}
}
