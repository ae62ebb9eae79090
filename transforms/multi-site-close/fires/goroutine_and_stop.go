package goroutine_and_stop

type Poller struct {
	name string
	done chan struct{}
}

func Start(poll func() error) *Poller {
	p := &Poller{done: make(chan struct{})}
	go p.run(poll)
	return p
}

func (p *Poller) run(poll func() error) {
	for {
		select {
		case <-p.done:
			return
		default:
		}
		if poll() != nil {
			close(p.done)
			return
		}
	}
}

func (p *Poller) Stop() {
	close(p.done) // want "Poller.Stop closes it here, and the goroutine of Poller.run closes it too"
}
