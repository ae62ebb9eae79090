package all

import "sync"

// All calls all jobs at once, and returns the number of those that have failed.
func All(jobs []func() error) int {
	var wg sync.WaitGroup
	failed := make(chan error, len(jobs))
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			if err := job(); err != nil {
				failed <- err
				return
			}
			wg.Done()
		}()
	}
	wg.Wait()
	return len(failed)
}
