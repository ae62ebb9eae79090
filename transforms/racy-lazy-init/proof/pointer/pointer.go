package pointer

import "net/http"

type settings struct{ title string }

var current *settings

func load() *settings {
	return &settings{title: "home"}
}

func get() *settings {
	if current == nil {
		current = load()
	}
	return current
}

// Home shows the title.
func Home(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte(get().title))
}
