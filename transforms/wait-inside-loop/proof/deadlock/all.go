package all

import "sync"

// All calls all jobs at once, and waits for them.
func All(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
		wg.Wait()
	}
}
