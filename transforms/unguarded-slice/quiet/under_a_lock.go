package fixture

import "sync"

func gather(names []string) []string {
	var mu sync.Mutex
	var out []string
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			out = append(out, name)
		}()
	}
	wg.Wait()
	return out
}
