package quiet

import "context"

func squares(ctx context.Context, numbers []int) []int {
	results := make(chan int, len(numbers))
	for _, number := range numbers {
		go func() {
			if ctx.Err() != nil {
				results <- 0
				return
			}
			results <- number * number
		}()
	}
	var all []int
	for range numbers {
		all = append(all, <-results)
	}
	return all
}
