package literals

import "sync"

func fetchAll(urls []string, fetch func(string)) {
	var wg sync.WaitGroup
	for _, url := range urls {
		go func() {
			wg.Add(1) // want "runs in the goroutine that it counts"
			defer wg.Done()
			fetch(url)
		}()
	}
	wg.Wait()
}

func passed(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func(group *sync.WaitGroup, job func()) {
			job = wrapped(job)
			group.Add(1) // want "runs in the goroutine"
			job()
			group.Done()
		}(&wg, job)
	}
	wg.Wait()
}

func wrapped(job func()) func() { return job }

// start is given the group of whoever waits.
func start(wg *sync.WaitGroup, job func()) {
	go func() { wg.Add(1); defer wg.Done(); job() }() // want "runs in the goroutine"
}

var pending sync.WaitGroup

func submit(job func()) {
	go func() {
		// Seen by flush.
		pending.Add(1) // one job // want "runs in the goroutine"

		defer func() {
			pending.Done()
		}()
		job()
	}()
}

func flush() { pending.Wait() }

func counted(parts [][]byte, hash func([]byte)) {
	var wg sync.WaitGroup
	go func(n int) {
		wg.Add(n) // want "runs in the goroutine"
		for range n - 1 {
			wg.Done()
		}
		wg.Done()
	}(len(parts))
	wg.Wait()
}

type peer struct {
	sync.WaitGroup
	closed chan struct{}
}

func (p *peer) send(post func()) {
	if post != nil {
		go func() {
			p.Add(1) // want "runs in the goroutine"
			post()
			p.Done()
		}()
	}
}

func (p *peer) stop() { p.Wait() }

func renamed(s *peer, job func()) {
	wg := &s.WaitGroup
	go func() {
		wg.Add(1) // want "runs in the goroutine"
		defer wg.Done()
		job()
	}()
	s.stop()
}
