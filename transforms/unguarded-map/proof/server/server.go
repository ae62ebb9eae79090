package server

// Server knows who is there.
type Server struct {
	present map[string]bool
	left    chan string
}

// Start makes one.
func Start() *Server {
	return &Server{present: make(map[string]bool), left: make(chan string)}
}

// Serve answers every name in a goroutine of its own.
func (s *Server) Serve(names <-chan string) {
	for name := range names {
		go s.greet(name)
	}
}

// Left tells who has left.
func (s *Server) Left() <-chan string {
	return s.left
}

func (s *Server) greet(name string) {
	s.present[name] = true
	delete(s.present, name)
	s.left <- name
}
