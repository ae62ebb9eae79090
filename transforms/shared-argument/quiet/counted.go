package counted

import "sync"

type totals struct{ hits int }

// A number in which all count is one that needs a guard, not a copy.
func count(values []int) int {
	all := &totals{}
	var group sync.WaitGroup
	for range values {
		group.Add(1)
		go func() {
			defer group.Done()
			all.hits++
		}()
	}
	group.Wait()
	return all.hits
}
