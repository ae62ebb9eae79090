package different_servers

type server struct {
	started chan struct{}
}

func (s *server) Start() {
	close(s.started)
}

type service struct {
	server *server
}

func (s *service) Execute() {
	go s.server.Start()
}

func Run(s *server) {
	s.Start()
}
