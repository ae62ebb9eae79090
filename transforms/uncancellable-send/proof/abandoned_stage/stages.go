package abandoned_stage

import "context"

func numbers(ctx context.Context, limit int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for n := range limit {
			out <- n
		}
	}()
	return out
}

func squares[T int | float64](ctx context.Context, in <-chan T) <-chan T {
	out := make(chan T)
	go func() {
		for n := range in {
			out <- n * n
		}
		close(out)
	}()
	return out
}
