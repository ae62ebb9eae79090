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

// Stream fails once.
type Stream struct {
	failure error
	done    chan struct{}
}

// Open opens one.
func Open(read func() error) *Stream {
	s := &Stream{done: make(chan struct{})}
	go s.run(read)
	return s
}

func (s *Stream) run(read func() error) {
	defer close(s.done)
	s.failure = read()
}

// Wait tells why it failed, unless others want it to stop first.
func (s *Stream) Wait(stop <-chan struct{}) error {
	done := s.done
	select {
	case <-done:
		return s.failure
	case <-stop:
		return nil
	}
}
