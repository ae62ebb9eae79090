package quiet

import "context"

// What is asked before is no longer what the name stands for.
func renew(ctx context.Context, detach func(context.Context) context.Context, out chan<- int) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	ctx = detach(ctx)
	out <- 1
	return ctx.Err()
}
