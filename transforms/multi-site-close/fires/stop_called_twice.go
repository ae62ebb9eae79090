package stop_called_twice

type ticker struct {
	stop chan struct{}
}

func (t *ticker) Stop() {
	close(t.stop) // want "session.fail and session.Close both call it"
}

type session struct {
	ticker *ticker
	err    error
}

func (s *session) fail(err error) {
	s.err = err
	s.ticker.Stop()
}

func (s *session) Close() error {
	s.ticker.Stop()
	return s.err
}
