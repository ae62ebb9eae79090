package loop

import "context"

func send(ctx context.Context, out chan<- int, xs []int) {
	for i, x := range xs {
		if ctx.Err() != nil { // want "blocks for ever"
			return
		}
		out <- x + i // one by one
		xs[i] = 0
	}
}
