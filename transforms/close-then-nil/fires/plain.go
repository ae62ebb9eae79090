package plain

type poller struct {
	quitCh chan struct{}
}

func start(poll func()) *poller {
	p := &poller{quitCh: make(chan struct{})}
	go func() {
		for {
			select {
			case <-p.quitCh:
				return
			default:
				poll()
			}
		}
	}()
	return p
}

func (p *poller) stop() {
	close(p.quitCh)
	p.quitCh = nil // want "is set to nil while a goroutine"
}

func run(poll, pause func()) {
	p := start(poll)
	pause()
	p.stop()
}

var _ = run
