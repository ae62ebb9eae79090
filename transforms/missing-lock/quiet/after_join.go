package sum

import "sync"

func Sum(numbers []int) int {
	var (
		mu    sync.Mutex
		wg    sync.WaitGroup
		total int
	)
	total = 1
	for _, number := range numbers {
		wg.Add(1)
		go func(number int) {
			defer wg.Done()
			mu.Lock()
			total += number
			mu.Unlock()
		}(number)
	}
	wg.Wait()
	return total
}
