package handler

import "net/http"

type server struct {
	shutdown chan struct{}
}

func (s *server) handleShutdown(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusAccepted)
	close(s.shutdown) // want "the handler runs once for each request"
}

func (s *server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/shutdown", s.handleShutdown)
	return mux
}
