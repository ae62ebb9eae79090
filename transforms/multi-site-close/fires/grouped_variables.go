package grouped_variables

var (
	workers  int
	stopping = make(chan struct{}) // closed when all is over
	name     string
)

func Stop() {
	close(stopping)
}

func Fail(reason string) {
	name = reason
	workers = 0
	close(stopping) // want "Fail closes it here, Stop closes it too"
}
