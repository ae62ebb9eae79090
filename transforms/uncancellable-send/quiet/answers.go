package quiet

type request struct {
	key   string
	reply chan string
}

type store struct {
	requests chan request
	renew    chan chan error
	quit     chan struct{}
	hook     chan struct{}
	values   map[string]string
}

// Whoever asks waits for the answer.
func (s *store) serve() {
	for {
		select {
		case r := <-s.requests:
			r.reply <- s.values[r.key]
		case renewed := <-s.renew:
			s.values = map[string]string{}
			renewed <- nil
		case <-s.quit:
			return
		}
		if s.hook != nil {
			s.hook <- struct{}{}
		}
	}
}

func (s *store) Close() { close(s.quit) }
