package fixture

import "net/http"

var titles map[string]string

func init() {
	if titles == nil {
		titles = map[string]string{"/": "home"}
	}
}

func home(w http.ResponseWriter, r *http.Request) { w.Write([]byte(titles[r.URL.Path])) }

func routes() { http.HandleFunc("/", home) }
