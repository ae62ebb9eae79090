package fixture

import "sync"

func lengths(names []string) []int {
	out := make([]int, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = len(name)
		}()
	}
	wg.Wait()
	return out
}

func squares(count int) []int {
	out := make([]int, count)
	var wg sync.WaitGroup
	wg.Add(count)
	for i := 0; i < count; i++ {
		go func(i int) {
			defer wg.Done()
			out[i] = i * i
		}(i)
	}
	wg.Wait()
	return out
}
