package handler

import "net/http"

// Server ends when somebody asks it to.
type Server struct {
	quit chan struct{}
}

func New() *Server {
	return &Server{quit: make(chan struct{})}
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	close(s.quit)
	w.WriteHeader(http.StatusAccepted)
}

// Quit is closed when the server is to end.
func (s *Server) Quit() <-chan struct{} {
	return s.quit
}
