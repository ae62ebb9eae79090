package fixture

import (
	"errors"
	"net/http"
)

var lastError error

func report(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength == 0 {
		lastError = errors.New("empty report") // want "lastError"
	}
}

func health(w http.ResponseWriter, r *http.Request) {
	if lastError != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func routes() {
	http.HandleFunc("/report", report)
	http.HandleFunc("/health", health)
}
