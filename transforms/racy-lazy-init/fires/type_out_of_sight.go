package type_out_of_sight

import (
	"net/http"
	"regexp"
)

var words *regexp.Regexp

func pattern() *regexp.Regexp {
	if words == nil {
		words = regexp.MustCompile(`\w+`) // want "words is set here"
	}
	return words
}

func handle(w http.ResponseWriter, r *http.Request) {
	if !pattern().MatchString(r.URL.Path) {
		http.NotFound(w, r)
	}
}
