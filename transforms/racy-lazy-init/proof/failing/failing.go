package failing

// Source gives a text that it asks for once. It is safe for concurrent use.
type Source struct {
	ask  func() ([]byte, error)
	text []byte
}

// New makes one.
func New(ask func() ([]byte, error)) *Source {
	return &Source{ask: ask}
}

// Text is the text, or why there is none.
func (s *Source) Text() ([]byte, error) {
	if s.text == nil {
		text, err := s.ask()
		if err != nil {
			return nil, err
		}
		s.text = text
	}
	return s.text, nil
}
