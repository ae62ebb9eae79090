package lost_stop

import "sync"

type server struct {
	quit    chan struct{}
	jobs    chan int
	workers sync.WaitGroup
}

func start() *server {
	s := &server{quit: make(chan struct{}), jobs: make(chan int)}
	s.workers.Add(1)
	go s.work()
	return s
}

func (s *server) work() {
	defer s.workers.Done()
	for {
		select {
		case <-s.quit:
			return
		case <-s.jobs:
		}
	}
}

// submit says whether a worker took the job.
func (s *server) submit(job int) bool {
	select {
	case <-s.quit:
		return false
	default:
		s.jobs <- job
		return true
	}
}

func (s *server) stop() {
	close(s.quit)
	s.workers.Wait()
}
