package fixture

import "net/http"

var seen []string

func visit(w http.ResponseWriter, r *http.Request) {
	seen = append(seen, r.URL.Path) // want "seen"
	w.WriteHeader(http.StatusNoContent)
}

func visits(w http.ResponseWriter, r *http.Request) {
	for _, path := range seen {
		w.Write([]byte(path))
	}
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/visit", visit)
	mux.HandleFunc("/visits", visits)
}
