package fires

import (
	"context"
	"strconv"
)

// No fix: the error that is returned early is another one at the send.
func parse(ctx context.Context, text string, err error, out chan<- int) error {
	{
		if ctx.Err() != nil {
			return err
		}
		number, err := strconv.Atoi(text)
		if err == nil {
			out <- number // want "`ctx` is asked before the send on `out`"
		}
	}
	return nil
}
