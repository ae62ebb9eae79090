package fixture

import "sync"

func each(groups [][]string, use func([]string)) {
	var wg sync.WaitGroup
	for _, group := range groups {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var short []string
			for _, name := range group {
				if len(name) < 8 {
					short = append(short, name)
				}
			}
			use(short)
		}()
	}
	wg.Wait()
}

func perRound(groups [][]string, use func([]string)) {
	for _, group := range groups {
		var all []string
		done := make(chan struct{})
		go func() {
			all = append(all, group...)
			close(done)
		}()
		<-done
		use(all)
	}
}
