package fixture

import "net/http"

func echo(w http.ResponseWriter, r *http.Request) {
	seen := map[string]bool{}
	for name := range r.Header {
		seen[name] = true
	}
	if len(seen) == 0 {
		w.WriteHeader(http.StatusBadRequest)
	}
}

func routes() {
	http.HandleFunc("/", echo)
}
