package status

import (
	"context"
	"testing"
	"time"
)

func TestStatusWhileItStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	job := Start(ctx)
	cancel()
	deadline := time.Now().Add(10 * time.Second)
	for job.Status() != "stopped" {
		if time.Now().After(deadline) {
			t.Fatal("does not stop")
		}
		time.Sleep(time.Millisecond)
	}
}
