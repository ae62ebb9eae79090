package handler_variable

import (
	"fmt"
	"net/http"
)

var requests int

func handle(w http.ResponseWriter, r *http.Request) {
	requests++ // want "requests is changed here"
	fmt.Fprintf(w, "request %d\n", requests%10)
}

func stats(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, requests)
}

func routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/", handle)
	mux.HandleFunc("/stats", stats)
	return mux
}
