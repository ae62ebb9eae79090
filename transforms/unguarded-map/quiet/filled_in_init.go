package fixture

import "net/http"

var titles map[string]string

func init() {
	titles = make(map[string]string)
	titles["/"] = "home"
}

func title(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(titles[r.URL.Path]))
}

func routes() {
	http.HandleFunc("/", title)
}
