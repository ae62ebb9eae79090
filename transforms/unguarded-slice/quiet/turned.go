package turned

import "sync"

// Each goroutine has another element.
func turn(items []int) []int {
	turned := make([]int, len(items))
	var wg sync.WaitGroup
	for i, item := range items {
		wg.Add(1)
		go func() {
			defer wg.Done()
			turned[(i+1)%len(items)] = item
		}()
	}
	wg.Wait()
	return turned
}
