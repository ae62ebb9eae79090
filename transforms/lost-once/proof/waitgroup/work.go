package waitgroup

import "sync"

func work(wg sync.WaitGroup, do func()) {
	defer wg.Done()
	do()
}

func runAll(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go work(wg, job)
	}
	wg.Wait()
}
