package taken

type server struct {
	quit     chan struct{}
	quitOnce int
}

func (s *server) stop() {
	close(s.quit) // want "closed twice"
}
