package fires

import "context"

func produce[T any](ctx context.Context, out chan<- T, next func() T) {
	for {
		select {
		case <-ctx.Done():
			return
		default:
			item := next()
			out <- item // want "`ctx.Done()` is asked before the send on `out`"
		}
	}
}
