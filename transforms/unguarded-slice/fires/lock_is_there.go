package fixture

import "sync"

func gather(pages []string) (int, []string) {
	var mu sync.Mutex
	var found []string
	total := 0
	var wg sync.WaitGroup
	for _, page := range pages {
		wg.Add(1)
		go func() {
			defer wg.Done()
			found = append(found, page) // want "found"
			mu.Lock()
			total += len(page)
			mu.Unlock()
		}()
	}
	wg.Wait()
	return total, found
}
