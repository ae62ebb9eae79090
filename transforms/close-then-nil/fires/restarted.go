package restarted

// Started again, it has another channel.
type Ticker struct {
	stop chan struct{}
}

func (t *Ticker) Start(tick func()) {
	t.stop = make(chan struct{})
	go t.run(tick)
}

func (t *Ticker) run(tick func()) {
	for {
		select {
		case <-t.stop:
			return
		default:
			tick()
		}
	}
}

func (t *Ticker) Stop() {
	close(t.stop)
	t.stop = nil // want "is set to nil while run"
}
