package fixture

type search struct {
	ask     func(string) string
	replies chan string
	open    int
}

func (s *search) start(names []string) {
	for _, name := range names {
		s.open++
		go s.query(name)
	}
}

func (s *search) query(name string) {
	s.replies <- s.ask(name)
}

func (s *search) shutdown() {
	for s.open > 0 {
		<-s.replies
		s.open--
	}
	s.ask = nil
}

func run(names []string) {
	s := &search{ask: func(name string) string { return name }, replies: make(chan string)}
	s.start(names)
	s.shutdown()
}

func twoRounds(read func(string) error) error {
	name := "first"
	ended := make(chan error, 2)
	for range 2 {
		go func() { ended <- read(name) }()
	}
	for range 2 {
		select {
		case err := <-ended:
			if err != nil {
				return err
			}
		}
	}
	name = "second"
	return read(name)
}
