package several_files

type Server struct {
	address string
	done    chan struct{}
}

func (s *Server) Stop() {
	close(s.done) // want "Server.Stop closes it here, Server.Fail closes it too"
}
