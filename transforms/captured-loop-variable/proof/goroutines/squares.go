//go:build go1.21

package goroutines

import "sync"

// Squares calls back with the square of each number.
func Squares(numbers []int, each func(n, square int)) {
	var wg sync.WaitGroup
	for _, n := range numbers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			each(n, n*n)
		}()
	}
	wg.Wait()
}
