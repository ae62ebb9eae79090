package quiet

import (
	"context"
	"sync"
)

// The reader reads to the end whatever happens to the context.
func total(ctx context.Context, rows [][]int) int {
	sums := make(chan int)
	var writers sync.WaitGroup
	for _, row := range rows {
		writers.Add(1)
		go func() {
			defer writers.Done()
			for _, cell := range row {
				if ctx.Err() != nil {
					return
				}
				sums <- cell
			}
		}()
	}
	go func() {
		writers.Wait()
		close(sums)
	}()
	total := 0
	for sum := range sums {
		total += sum
	}
	return total
}
