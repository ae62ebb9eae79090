package fires

type server struct {
	quit chan struct{}
	jobs chan func()
}

func (s *server) submit(job func()) bool {
	select {
	case <-s.quit:
		return false
	default:
		// The workers take it from here.
		s.jobs <- job // want "`s.quit` is asked before the send on `s.jobs`"
		return true
	}
}
