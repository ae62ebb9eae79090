package fixture

import "sync"

func index(names []string) map[string]int {
	places := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i, name := range names {
			places[name] = i
		}
	}()
	wg.Wait()
	places[""] = -1
	return places
}
