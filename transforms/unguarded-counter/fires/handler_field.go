package handler_field

import (
	"net/http"
	"strconv"
)

type server struct {
	name  string
	hits  int   // all requests
	bytes int64 // what they held
	busy  bool
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.hits++                        // want "s.hits is changed here"
	s.bytes += int64(len(r.Method)) // want "s.bytes is changed here"
	w.Write([]byte(s.name + strconv.Itoa(s.hits)))
	if s.hits > 100 || s.bytes > 1<<20 {
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

func (s *server) report() (int64, int64) {
	return int64(s.hits), s.bytes
}
