package server

import "sync"

// Server runs jobs.
type Server struct {
	wg sync.WaitGroup
}

// Start starts the jobs.
func (s *Server) Start(jobs []func()) {
	for _, job := range jobs {
		go s.run(job)
	}
	s.wg.Add(len(jobs))
}

func (s *Server) run(job func()) {
	defer s.wg.Done()
	job()
}

// Stop waits for all jobs.
func (s *Server) Stop() { s.wg.Wait() }
