package quiet

type freezer struct {
	quit    chan struct{}
	trigger chan chan struct{}
}

func (f *freezer) freeze() {
	f.trigger <- make(chan struct{})
}

// Whoever sent the channel waits for the answer.
func (f *freezer) run() {
	var triggered chan struct{}
	for {
		select {
		case <-f.quit:
			return
		default:
		}
		if triggered != nil {
			triggered <- struct{}{}
			triggered = nil
		}
		select {
		case triggered = <-f.trigger:
		case <-f.quit:
			return
		}
	}
}
