package unkeyed

import "net/http"

type registry struct {
	prefix string
	hits   map[string]int
}

func (r *registry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.hits[request.URL.Path]++ // want "r.hits is changed here by several goroutines at once"
}

func handler(prefix string) http.Handler {
	return &registry{prefix, make(map[string]int)}
}

func other() http.Handler {
	r := &registry{
		"other", // the rest
		map[string]int{},
	}
	return r
}
