package fixture

import "sync"

func both(left, right []string) []string {
	var all []string
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for _, name := range left {
			all = append(all, name) // want "all"
		}
	}()
	go func() {
		defer wg.Done()
		for _, name := range right {
			all = append(all, name)
		}
	}()
	wg.Wait()
	return all
}
