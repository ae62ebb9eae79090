package fields_together

type stats struct {
	hits, misses int // of the cache
	a, b, c      uint32
}

func (s *stats) hit()  { s.hits++ }   // want "s.hits is changed here"
func (s *stats) miss() { s.misses++ } // want "s.misses is changed here"
func (s *stats) mark() { s.b++ }      // want "s.b is changed here"

func (s *stats) run() {
	for range 10 {
		go s.hit()
		go s.miss()
		go s.mark()
	}
	println(s.hits, s.misses, s.a, s.b, s.c)
}
