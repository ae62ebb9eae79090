// Package server answers jobs one at a time, until it is stopped or breaks.
package server

import (
	"errors"
	"log"
	"sync"
)

// ErrStopped is what jobs get that come too late.
var ErrStopped = errors.New("server: stopped")

// Job is something to do.
type Job func() error

// Server does jobs on a goroutine of its own.
type Server struct {
	jobs chan Job
	quit chan struct{} // closed when no more jobs are done
	wg   sync.WaitGroup
}

// Start starts a server.
func Start() *Server {
	s := &Server{
		jobs: make(chan Job),
		quit: make(chan struct{}),
	}
	s.wg.Add(1)
	go s.run()
	return s
}

func (s *Server) run() {
	defer s.wg.Done()
	for {
		select {
		case job := <-s.jobs:
			if err := job(); err != nil {
				log.Printf("server: giving up: %v", err)
				close(s.quit)
				return
			}
		case <-s.quit:
			return
		}
	}
}

// Submit hands a job to the server.
func (s *Server) Submit(job Job) error {
	select {
	case <-s.quit:
		return ErrStopped
	default:
	}
	s.jobs <- job
	return nil
}

// Stop ends the server and waits for the job that it is doing.
func (s *Server) Stop() {
	close(s.quit)
	s.wg.Wait()
}
