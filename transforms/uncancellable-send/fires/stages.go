package fires

import "context"

func numbers(ctx context.Context, limit int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for n := 0; n < limit; n++ {
			out <- n // want "this send on `out` does not watch `ctx`"
		}
	}()
	return out
}

func squares(ctx context.Context, in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for n := range in {
			out <- n * n // want "this send on `out` does not watch `ctx`"
		}
	}()
	return out
}

func copyTo[T any](ctx context.Context, in []T, out chan<- T) error {
	for _, value := range in {
		out <- value // want "this send on `out` does not watch `ctx`"
	}
	return nil
}

// What stands behind the loop still runs.
func closing(ctx context.Context, words []string) <-chan string {
	out := make(chan string)
	go func() {
		for _, word := range words {
			if word == "" {
				continue
			}
			out <- word // want "this send on `out` does not watch `ctx`"
		}
		close(out)
	}()
	return out
}
