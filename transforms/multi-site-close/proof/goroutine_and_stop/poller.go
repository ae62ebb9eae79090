package goroutine_and_stop

// Poller asks again and again until it fails or is stopped.
type Poller struct {
	ask  func() error
	done chan struct{}
}

func Start(ask func() error) *Poller {
	p := &Poller{ask: ask, done: make(chan struct{})}
	go p.run()
	return p
}

func (p *Poller) run() {
	for {
		select {
		case <-p.done:
			return
		default:
		}
		if err := p.ask(); err != nil {
			close(p.done)
			return
		}
	}
}

// Done is closed when the poller has ended.
func (p *Poller) Done() <-chan struct{} {
	return p.done
}

func (p *Poller) Stop() {
	close(p.done)
}
