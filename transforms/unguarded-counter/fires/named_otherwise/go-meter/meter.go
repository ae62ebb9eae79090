// Package meter is called otherwise than its directory.
package meter

import "net/http"

// Asked counts the requests.
var Asked int

func Handle(w http.ResponseWriter, r *http.Request) {
	Asked++ // want "Asked is changed here"
}
