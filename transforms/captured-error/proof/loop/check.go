package loop

import (
	"strconv"
	"sync"
)

// Check counts the texts that are no numbers.
func Check(texts []string) int {
	var (
		err error
		wg  sync.WaitGroup
		mu  sync.Mutex
		bad int
	)
	for _, text := range texts {
		wg.Go(func() {
			if _, err = strconv.Atoi(text); err != nil {
				mu.Lock()
				bad++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return bad
}
