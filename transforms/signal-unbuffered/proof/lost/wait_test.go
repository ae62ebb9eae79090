package lost

import (
	"syscall"
	"testing"
	"time"
)

func TestSignalBeforeReceive(t *testing.T) {
	signals := listen()
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond)
	select {
	case <-signals:
	case <-time.After(200 * time.Millisecond):
		t.Fatal("the signal is lost")
	}
}
