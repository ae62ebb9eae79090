package handed

import "sync"

func work(id int, wg sync.WaitGroup, out chan<- int) { // want "wg is a copy of what the caller gives"
	defer wg.Done()
	out <- id
}

func start(out chan<- int) {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go work(i, wg, out)
	}
	wg.Wait()
}

func add(mu sync.Mutex, total *int) error { // want "mu is a copy of what the caller gives"
	mu.Lock()
	defer mu.Unlock()
	*total++
	return nil
}

type account struct {
	mu    sync.Mutex
	total int
}

func (a *account) deposit() error {
	return add(a.mu, &a.total)
}

// twice hands the copy on: there is no fix.
func twice(wg sync.WaitGroup, out chan<- int) { // want "twice gets a copy"
	go work(1, wg, out)
	go work(2, wg, out)
}
