package fixture

import "sync"

func inTurn(names []string) []string {
	var out []string
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out = append(out, name)
		}()
		wg.Wait()
	}
	return out
}

func binary(names []string) []string {
	turn := make(chan struct{}, 1)
	var out []string
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			turn <- struct{}{}
			out = append(out, name)
			<-turn
		}()
	}
	wg.Wait()
	return out
}
