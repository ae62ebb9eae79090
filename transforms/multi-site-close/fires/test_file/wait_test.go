package test_file

import (
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	done := make(chan struct{})
	go func() {
		time.Sleep(time.Millisecond)
		close(done)
	}()
	timer := time.AfterFunc(time.Second, func() {
		close(done) // want "closed twice"
	})
	defer timer.Stop()
	Wait(done)
}
