package other

import "context"

func send(ctx, other context.Context, out chan<- int, xs []int) {
	for _, x := range xs {
		if ctx.Err() != nil {
			return
		}
		select {
		case <-other.Done():
		case out <- x:
		}
	}
	if ctx.Err() != nil {
		return
	}
	out <- 1
}
