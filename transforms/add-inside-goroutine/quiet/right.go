package right

import "sync"

func before(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

// The goroutine is counted, and counts those that it starts.
func nested(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for _, job := range jobs {
			wg.Add(1)
			go func() {
				defer wg.Done()
				job()
			}()
		}
	}()
	wg.Wait()
}

// The one who waits knows that it is counted.
func told(job func()) {
	var wg sync.WaitGroup
	started := make(chan struct{})
	go func() {
		wg.Add(1)
		defer wg.Done()
		close(started)
		job()
	}()
	<-started
	wg.Wait()
}

// A group of the goroutine's own.
func own(jobs []func()) {
	go func() {
		var wg sync.WaitGroup
		for _, job := range jobs {
			wg.Add(1)
			go func() {
				job()
				wg.Done()
			}()
		}
		wg.Wait()
	}()
}

func alternate(a, b func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		a()
	}()
	wg.Add(1)
	go func() {
		defer wg.Done()
		b()
	}()
	wg.Wait()
}

// The worker counts down for what it is given.
func queue(jobs []func()) {
	var wg sync.WaitGroup
	todo := make(chan func(), 1)
	go func() {
		for job := range todo {
			job()
			wg.Done()
		}
	}()
	wg.Add(1)
	todo <- jobs[0]
	for _, job := range jobs[1:] {
		wg.Add(1)
		todo <- job
	}
	wg.Wait()
	close(todo)
}

type server struct {
	mu     sync.Mutex
	closed bool
	wg     sync.WaitGroup
}

func (s *server) handle(job func()) {
	s.wg.Add(1)
	defer s.wg.Done()
	job()
}

func (s *server) start(job func()) bool {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return false
	}
	s.wg.Add(1)
	s.mu.Unlock()
	go func() {
		defer s.wg.Done()
		job()
	}()
	return true
}

func (s *server) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.wg.Wait()
}

// Nobody waits.
type counter struct{ wg sync.WaitGroup }

func (c *counter) run() {
	go func() {
		c.wg.Add(1)
		defer c.wg.Done()
	}()
}

// What the goroutine handles is counted while it is handled.
func inFlight(requests chan func(), wg *sync.WaitGroup) {
	go func() {
		for handle := range requests {
			wg.Add(1)
			handle()
			wg.Done()
		}
	}()
}
