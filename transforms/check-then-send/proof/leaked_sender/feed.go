package leaked_sender

import "context"

// numbers sends numbers until the context ends.
func numbers(ctx context.Context, asked func()) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for number := 0; ; number++ {
			if ctx.Err() != nil {
				return
			}
			asked()
			out <- number
		}
	}()
	return out
}
