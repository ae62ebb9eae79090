package unkeyed_literal

type Ticket struct {
	id   int
	done chan struct{}
}

func Issue(id int) *Ticket {
	return &Ticket{id, make(chan struct{})}
}

func (t *Ticket) Accept() {
	close(t.done)
}

func (t *Ticket) Reject() {
	close(t.done) // want "Ticket.Reject closes it here, Ticket.Accept closes it too"
}
