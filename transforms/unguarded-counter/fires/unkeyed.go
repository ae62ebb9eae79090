package unkeyed

import "sync"

type tally struct {
	name string
	hits int
	most float64
}

var known = []*tally{{"a", 0, 1}, {"b", 0, 2}}

func named(name string) *tally {
	return &tally{name, 0, 0}
}

func count(values []float64) (int, float64) {
	all := named("all")
	rest := &tally{
		"rest",
		5,
		0.5,
	}
	var group sync.WaitGroup
	for _, value := range values {
		group.Add(1)
		go func() {
			defer group.Done()
			all.hits++ // want "all.hits is changed here"
			rest.hits++
			if value > all.most {
				all.most = value // want "all.most is changed here"
			}
		}()
	}
	group.Wait()
	return all.hits + rest.hits + known[0].hits, all.most
}
