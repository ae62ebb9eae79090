package quiet

type request struct {
	key    string
	answer chan string
}

type store struct {
	closed   chan struct{}
	requests chan request
	values   map[string]string
}

func (s *store) get(key string) string {
	asked := request{key: key, answer: make(chan string, 1)}
	s.requests <- asked
	return <-asked.answer
}

func (s *store) serve() {
	for asked := range s.requests {
		select {
		case <-s.closed:
			return
		default:
		}
		asked.answer <- s.values[asked.key]
	}
}
