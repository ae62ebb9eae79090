package fires

type scanner struct {
	stop  chan struct{}
	found chan string
}

func (s *scanner) scan(next func() string) {
	for {
		select {
		case <-s.stop:
			return
		default:
			if line := next(); line != "" {
				s.found <- line // want "`s.stop` is asked before the send on `s.found`"
				println("found", line)
			}
		}
	}
}
