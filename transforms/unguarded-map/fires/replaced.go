package replaced

import (
	"net/http"
	"time"
)

type server struct {
	routes map[string]string
}

func load() map[string]string { return map[string]string{"/": "root"} }

func (s *server) reload() {
	for range time.Tick(time.Minute) {
		s.routes = load() // want "s.routes is replaced here while server.ServeHTTP reads it"
	}
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(s.routes[r.URL.Path]))
}

func Start() http.Handler {
	s := &server{routes: load()}
	go s.reload()
	return s
}
