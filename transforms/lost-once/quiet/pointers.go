package pointers

import "sync"

func work(wg *sync.WaitGroup, f func(sync.Locker), l sync.Locker) {
	defer wg.Done()
	f(l)
}

func start(mu *sync.Mutex) {
	var wg sync.WaitGroup
	wg.Add(1)
	go work(&wg, func(sync.Locker) {}, mu)
	wg.Wait()
}
