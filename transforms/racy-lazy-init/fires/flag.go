package fixture

import "net/http"

var (
	prepared bool
	greeting string
)

func prepare() {
	if !prepared {
		greeting = "hello" // want "greeting"
		prepared = true
	}
}

func greet(w http.ResponseWriter, r *http.Request) {
	prepare()
	w.Write([]byte(greeting))
}

func routes() { http.HandleFunc("/", greet) }
