package fixture

import "net/http"

func tags(w http.ResponseWriter, r *http.Request) {
	var seen map[string]bool
	for name := range r.Header {
		if seen == nil {
			seen = map[string]bool{}
		}
		seen[name] = true
	}
	if len(seen) > 9 {
		w.WriteHeader(http.StatusBadRequest)
	}
}

func routes() { http.HandleFunc("/", tags) }
