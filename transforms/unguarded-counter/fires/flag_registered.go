package flag_registered

import (
	"flag"
	"net/http"
)

var loudness int

func register(flags *flag.FlagSet) {
	flags.IntVar(&loudness, "v", 1, "how loud")
}

func Louder(w http.ResponseWriter, r *http.Request) {
	loudness++ // want "loudness is changed here"
}
