package handler

import (
	"fmt"
	"net/http"
)

// Server counts the requests that it gets.
type Server struct {
	hits  int
	bytes int64
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.hits++
	s.bytes += int64(len(r.URL.Path))
	fmt.Fprintln(w, "hello")
}

// Hits says how many requests came, and how long their paths were.
func (s *Server) Hits() (int, int64) {
	return s.hits, s.bytes
}
