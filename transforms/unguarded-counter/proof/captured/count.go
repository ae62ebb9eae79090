package captured

import "sync"

// Count runs all jobs at once, and says how many of them went well.
func Count(jobs []func() bool) int {
	passed := 0
	var group sync.WaitGroup
	for _, job := range jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			if job() {
				passed++
			}
		}()
	}
	group.Wait()
	return passed
}
