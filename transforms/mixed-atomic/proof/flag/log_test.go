package flag

import "testing"

func TestSetWhileLogging(t *testing.T) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 100 {
			SetDebug(true)
		}
	}()
	for range 100 {
		Debug()
	}
	<-done
	if !Debug() {
		t.Error("debug lines are off")
	}
}
