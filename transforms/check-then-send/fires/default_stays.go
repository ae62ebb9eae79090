package fires

var (
	closing = make(chan struct{})
	events  = make(chan string)
)

func shut() { close(closing) }

// Whatever happens, control goes on behind the select.
func emit(event string) {
	select {
	case <-closing:
		println("lost", event)
	default:
		events <- event // want "`closing` is asked before the send on `events`"
	}
	println("emitted")
}
