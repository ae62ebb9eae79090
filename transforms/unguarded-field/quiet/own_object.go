package fixture

import "net/http"

type request struct {
	user string
}

func (r *request) login(user string) { r.user = user }

func serve(w http.ResponseWriter, r *http.Request) {
	req := &request{}
	req.login(r.Header.Get("User"))
	w.Write([]byte(req.user))
}

func routes() { http.HandleFunc("/", serve) }
