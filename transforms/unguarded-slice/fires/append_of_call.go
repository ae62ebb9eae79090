package fixture

import "sync"

func fetch(page string) (string, error) { return page, nil }

func bodies(pages []string) []string {
	found := make([]string, 0, len(pages))
	var wg sync.WaitGroup
	for _, page := range pages {
		wg.Add(1)
		go func(page string) {
			defer wg.Done()
			body, err := fetch(page)
			if err != nil {
				return
			}
			found = append(found, body) // want "found"
		}(page)
	}
	wg.Wait()
	return found
}
