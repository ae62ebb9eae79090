package fixture

import (
	"fmt"
	"net/http"
)

var hits = map[string]int{}

func count(w http.ResponseWriter, r *http.Request) {
	hits[r.URL.Path]++ // want "hits"
	fmt.Fprintln(w, "ok")
}

func routes() {
	http.HandleFunc("/", count)
}
