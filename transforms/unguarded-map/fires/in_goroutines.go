package fixture

import "sync"

func lengths(names []string) map[string]int {
	out := make(map[string]int)
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[name] = len(name) // want "out"
		}()
	}
	wg.Wait()
	return out
}
