package field

type Server struct {
	jobs chan int
	done chan struct{}
}

func NewServer() *Server {
	s := &Server{jobs: make(chan int), done: make(chan struct{})}
	go s.run()
	return s
}

func (s *Server) run() {
	for {
		select {
		case job := <-s.jobs:
			println(job)
		case <-s.done:
			return
		}
	}
}

func (s *Server) Stop() {
	if s.done != nil {
		close(s.done)
		s.done = nil // want "is set to nil while run"
	}
}
