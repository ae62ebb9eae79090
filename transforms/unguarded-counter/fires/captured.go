package captured

import "sync"

func count(jobs []func() bool) int {
	passed := 0
	var failed int
	var group sync.WaitGroup
	for _, job := range jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			if job() {
				passed++ // want "passed is changed here"
			} else {
				failed++ // want "failed is changed here"
			}
		}()
	}
	group.Wait()
	return passed - failed
}
