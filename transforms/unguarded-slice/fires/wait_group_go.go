package fixture

import "sync"

func doubled(numbers []int) []int {
	var (
		wg  sync.WaitGroup
		out []int
	)
	for _, number := range numbers {
		wg.Go(func() {
			out = append(out, 2*number) // want "out"
		})
	}
	wg.Wait()
	return out
}
