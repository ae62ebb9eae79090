package stopped

type Server struct {
	done  chan struct{}
	ended chan struct{}
}

func Start() *Server {
	s := &Server{done: make(chan struct{}), ended: make(chan struct{})}
	go s.run()
	return s
}

func (s *Server) run() {
	defer close(s.ended)
	for turn := 0; ; turn++ {
		select {
		case <-s.done:
			return
		default:
		}
	}
}

// Stop may be called twice.
func (s *Server) Stop() {
	if s.done != nil {
		close(s.done)
		s.done = nil
	}
}
