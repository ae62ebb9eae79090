package fires

import "context"

// The check stays: where it is not over, it sets the result.
func rush(ctx context.Context, out chan<- int, numbers []int) (err error) {
	for _, number := range numbers {
		if err = ctx.Err(); err != nil {
			return
		}
		out <- number // want "`ctx` is asked before the send on `out`"
	}
	return
}
