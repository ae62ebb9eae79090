package handler_struct

import (
	"net/http"
	"time"
)

type server struct {
	address string
	timeout time.Duration
	paths   []string
	visits  map[string]int
	status  string
	last    time.Time
	mean    float64
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.visits[r.URL.Path]++
	s.paths = append(s.paths, r.URL.Path)
	s.status = "busy"   // want "s.status is changed here"
	s.last = time.Now() // want "s.last is changed here"
	s.mean = (s.mean + float64(len(r.URL.Path))) / 2
}
