package unkeyed

import "sync"

type tally struct {
	name string
	hits int
	most float64
}

func named(name string) *tally {
	return &tally{name, 0, 0}
}

// Count says how many values there are, and which one is the largest.
func Count(values []float64) (int, float64) {
	all := named("all")
	var group sync.WaitGroup
	for _, value := range values {
		group.Add(1)
		go func() {
			defer group.Done()
			all.hits++
			if value > all.most {
				all.most = value
			}
		}()
	}
	group.Wait()
	return all.hits, all.most
}
