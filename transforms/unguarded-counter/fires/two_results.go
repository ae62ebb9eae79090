package two_results

import (
	"fmt"
	"net/http"
)

var tickets uint64

type door struct {
	guests int
}

// Two values get a name in one function, and not the same.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tickets++ // want "tickets is changed here"
	w.Header().Set("Ticket", fmt.Sprint("no ", tickets))
	d.guests++ // want "d.guests is changed here"
	if d.guests > 100 {
		w.WriteHeader(http.StatusTooManyRequests)
	}
}
