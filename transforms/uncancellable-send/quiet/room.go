package quiet

import "context"

// There is room for all.
func squares(ctx context.Context, numbers []int) <-chan int {
	out := make(chan int, len(numbers))
	for _, n := range numbers {
		out <- n * n
	}
	close(out)
	return out
}

// A token of a semaphore.
func limited(ctx context.Context, jobs []func(context.Context)) {
	tokens := make(chan struct{}, 4)
	for _, job := range jobs {
		tokens <- struct{}{}
		go func() {
			defer func() { <-tokens }()
			job(ctx)
		}()
	}
}
