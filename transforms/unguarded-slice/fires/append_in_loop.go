package fixture

import "sync"

func headings(pages []string) []string {
	var found []string
	var wg sync.WaitGroup
	for _, page := range pages {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if page != "" {
				found = append(found, page) // want "found"
			}
		}()
	}
	wg.Wait()
	return found
}
