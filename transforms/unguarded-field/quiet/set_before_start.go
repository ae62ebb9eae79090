package fixture

type server struct {
	name string
	quit chan struct{}
}

func (s *server) Start(name string) {
	s.name = name
	s.quit = make(chan struct{})
	go s.run()
}

func (s *server) run() {
	<-s.quit
	println(s.name)
}
