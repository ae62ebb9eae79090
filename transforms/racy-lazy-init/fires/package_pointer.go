package fixture

import "net/http"

type settings struct{ title string }

var current *settings

func load() *settings { return &settings{title: "home"} }

func get() *settings {
	if current == nil {
		current = load() // want "current"
	}
	return current
}

func home(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(get().title))
}

func routes() { http.HandleFunc("/", home) }
