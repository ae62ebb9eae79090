package fixture

import "sync"

type report struct {
	title string
	lines []string
}

func (r *report) fill(sources []string) {
	var wg sync.WaitGroup
	for _, source := range sources {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r.lines = append(r.lines, source) // want "r.lines"
		}()
	}
	wg.Wait()
}
