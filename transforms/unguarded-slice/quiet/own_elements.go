package own_elements

import "sync"

// Each of the two has an element.
func both(one, other func() int) []int {
	found := make([]int, 2)
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		found[0] = one()
	}()
	go func() {
		defer wg.Done()
		found[1] = other()
	}()
	wg.Wait()
	return found
}

// Each worker has one.
func spread(workers int, next func() (int, bool)) []int {
	sums := make([]int, workers)
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n, ok := next(); ok; n, ok = next() {
				sums[worker] += n
			}
		}()
	}
	wg.Wait()
	return sums
}
