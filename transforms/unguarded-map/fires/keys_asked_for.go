package keys_asked_for

import (
	"fmt"
	"net/http"
	"time"
)

var logins = map[string]string{}

var seen = make(map[string]time.Time)

func login(w http.ResponseWriter, r *http.Request) {
	logins[r.FormValue("token")] = r.FormValue("user") // want "logins is changed here"
	seen[r.RemoteAddr] = time.Now()                    // want "seen is changed here"
}

// What is asked of the request comes before the lock.
func whoami(w http.ResponseWriter, r *http.Request) {
	user, ok := logins[r.FormValue("token")]
	if !ok {
		http.Error(w, "who?", http.StatusUnauthorized)
		return
	}
	fmt.Fprintln(w, user)
}

func logout(w http.ResponseWriter, r *http.Request) {
	delete(logins, r.Header.Get("X-Token"))
}

func since(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, time.Since(seen[r.RemoteAddr]))
}
