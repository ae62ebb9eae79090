package buffered

import (
	"sync"
	"time"
)

// lengths measures all words at once.
func lengths(words []string) (total int) {
	out := make(chan int, len(words))
	var wg sync.WaitGroup
	for _, word := range words {
		wg.Add(1)
		go func() {
			defer wg.Done()
			time.Sleep(time.Millisecond)
			out <- len(word)
		}()
	}
	close(out)
	wg.Wait()
	for n := range out {
		total += n
	}
	return total
}
