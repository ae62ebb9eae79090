package fetch

import (
	"sync"
	"time"
)

// All calls all jobs at once, and returns when all are done.
func All(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func() {
			wg.Add(1)
			defer wg.Done()
			time.Sleep(time.Millisecond)
			job()
		}()
	}
	wg.Wait()
}
