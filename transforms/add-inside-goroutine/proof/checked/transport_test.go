package transport

import (
	"testing"
	"time"
)

func TestNothingIsSentWhenClosed(t *testing.T) {
	transport := &Transport{Open: true}
	stopped := make(chan struct{})
	encode := func() string {
		go func() {
			transport.Stop()
			close(stopped)
		}()
		time.Sleep(10 * time.Millisecond)
		return "text"
	}
	transport.Send(encode, func(_ string, open bool) {
		if !open {
			t.Error("sent when closed")
		}
	})
	<-stopped
}
