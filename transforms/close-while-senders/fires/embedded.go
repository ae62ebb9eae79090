package embedded

type feed struct {
	events chan int
}

// Server has the channel of a struct that it embeds.
type Server struct {
	feed
	name string
}

func NewServer() *Server {
	s := &Server{feed: feed{events: make(chan int)}}
	go s.loop()
	return s
}

func (s *Server) loop() {
	for event := range s.events {
		println(s.name, event)
	}
}

func (s *Server) Notify(event int) { s.events <- event }

func (s *Server) Close() {
	close(s.events) // want "closed while others may still send"
}
