package handler

import (
	"fmt"
	"net/http"
)

var seen []string

func visit(w http.ResponseWriter, r *http.Request) {
	seen = append(seen, r.URL.Path)
	w.WriteHeader(http.StatusNoContent)
}

func visits(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, len(seen))
}

// Routes says who answers what.
func Routes(mux *http.ServeMux) {
	mux.HandleFunc("/", visit)
	mux.HandleFunc("/visits", visits)
}
