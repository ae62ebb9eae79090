package behind

import "sync"

type server struct {
	wg        sync.WaitGroup
	listeners []func()
	started   bool
}

func (s *server) start() {
	for _, listen := range s.listeners {
		go s.serve(listen)
		s.wg.Add(1) // want "comes after the start"
	}

	// The handler ends last.
	go s.handle()
	s.wg.Add(1) // want "comes after the start"
	s.started = true
}

func (s *server) serve(listen func()) {
	listen()
	s.wg.Done()
}

func (s *server) handle() {
	defer s.wg.Done()
	s.release()
}

func (s *server) release() {}

func (s *server) stop() {
	s.wg.Wait()
}

type chain struct{ wg sync.WaitGroup }

func (c *chain) start() {
	go c.sync()
	go c.block()
	go c.notify()
	c.wg.Add(3) // want "comes after the start"
}

func (c *chain) sync()   { c.end() }
func (c *chain) block()  { c.end() }
func (c *chain) notify() { defer c.end() }
func (c *chain) end()    { c.wg.Done() }
func (c *chain) stop()   { c.wg.Wait() }

func all(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Add(len(jobs)) // want "comes after the start"
	wg.Wait()
}

func one(job func()) {
	var wg sync.WaitGroup
	go func() {
		job()
		wg.Done()
	}()
	wg.Add(1) // want "comes after the start"
	wg.Wait()
}
