package field

type Scanner struct {
	words chan string
}

func NewScanner(text []string) *Scanner {
	s := &Scanner{words: make(chan string)}
	go s.scan(text)
	close(s.words) // want "closed without waiting"
	return s
}

func (s *Scanner) scan(text []string) {
	for _, word := range text {
		s.words <- word
	}
}

func (s *Scanner) Next() (string, bool) {
	word, ok := <-s.words
	return word, ok
}
