package fires

type spool struct {
	jobs chan []byte
}

func newSpool() *spool { return &spool{jobs: make(chan []byte, 3)} }

func render(page int) []byte { return make([]byte, page) }

// The page is rendered only if there seems to be room, as before.
func (s *spool) print(page int) {
	if 3 > len(s.jobs) {
		s.jobs <- render(page) // want "`s.jobs` had room when its length was read"
	}
}
