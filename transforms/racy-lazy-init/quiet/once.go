package fixture

import (
	"net/http"
	"sync"
)

var (
	once  sync.Once
	title string
)

func get() string {
	once.Do(func() {
		if title == "" {
			title = "home"
		}
	})
	return title
}

func home(w http.ResponseWriter, r *http.Request) { w.Write([]byte(get())) }

func routes() { http.HandleFunc("/", home) }
