package quiet

import "context"

// The goroutine has been told to end, and is waited for.
func within(ctx context.Context, run func(context.Context)) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		run(ctx)
	}()
	select {
	case <-ended:
		return
	case <-ctx.Done():
	}
	<-ended
}
