package lost_stop

import (
	"testing"
	"time"
)

// Clients submit without a pause until they are refused, which stop must bring about.
func TestStopEndsClients(t *testing.T) {
	for range 100 {
		s := start()
		const clients = 8
		ended := make(chan struct{}, clients)
		for client := range clients {
			go func() {
				for s.submit(client) {
				}
				ended <- struct{}{}
			}()
		}
		time.Sleep(time.Millisecond)
		s.stop()
		deadline := time.After(2 * time.Second)
		for range clients {
			select {
			case <-ended:
			case <-deadline:
				t.Fatal("a client hangs in submit after stop")
			}
		}
	}
}
