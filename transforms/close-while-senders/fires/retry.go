package retry

import (
	"context"
	"errors"
)

var errGivenUp = errors.New("given up")

// Closes what the attempt may still send on.
func retry(ctx context.Context, attempt func(chan<- int) error) error {
	progress := make(chan int)
	go func() {
		for n := range 100 {
			progress <- n
		}
	}()
	if err := attempt(nil); err != nil {
		close(progress) // want "closed while others may still send"
		return errGivenUp
	}
	return show(ctx, progress)
}

func show(ctx context.Context, progress <-chan int) error {
	for n := range progress {
		println(n)
	}
	return ctx.Err()
}

var _ = retry
