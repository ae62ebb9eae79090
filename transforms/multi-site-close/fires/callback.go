package callback

type Listeners struct {
	OnReady func()
}

func listen(listeners Listeners) {
	listeners.OnReady()
}

type peer struct {
	ready chan struct{}
}

// OnReady is called for each message that says so.
func (p *peer) OnReady() {
	close(p.ready) // want "a callback runs as often as others call it"
}

func start() *peer {
	p := &peer{ready: make(chan struct{})}
	listen(Listeners{OnReady: p.OnReady})
	return p
}
