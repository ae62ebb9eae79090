package waits_for_something_else

import "sync"

type device interface {
	WaitForFirstReport()
	Name() string
}

func Ready(devices []device) []string {
	var names []string
	var wg sync.WaitGroup
	for _, d := range devices {
		wg.Add(1)
		go func(d device) {
			defer wg.Done()
			d.WaitForFirstReport()
			names = append(names, d.Name()) // want "names is changed here by several goroutines at once"
		}(d)
	}
	wg.Wait()
	return names
}
