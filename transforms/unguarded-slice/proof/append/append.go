package append

import "sync"

// Long keeps the names that are longer than eight bytes.
func Long(names []string) []string {
	var found []string
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if len(name) > 8 {
				found = append(found, name)
			}
		}()
	}
	wg.Wait()
	return found
}
