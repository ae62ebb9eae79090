package fires

import "context"

func sift(ctx context.Context, numbers []int, even, odd chan<- int) error {
	for _, number := range numbers {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case number == 0:
		case number%2 == 0:
			even <- number // want "`ctx` is asked before the send on `even`"
		default:
			odd <- number // want "`ctx` is asked before the send on `odd`"
		}
	}
	return nil
}
