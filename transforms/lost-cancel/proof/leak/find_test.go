package leak

import (
	"context"
	"testing"
	"time"
)

func TestOthersStop(t *testing.T) {
	stopped := make(chan struct{})
	quick := func(context.Context) int { return 1 }
	slow := func(ctx context.Context) int {
		<-ctx.Done()
		close(stopped)
		return 2
	}
	if answer := find(t.Context(), []func(context.Context) int{quick, slow}); answer != 1 {
		t.Fatal(answer)
	}
	select {
	case <-stopped:
	case <-time.After(300 * time.Millisecond):
		t.Fatal("the slow one still waits")
	}
}
