package uncovered

type stats struct {
	hits int64 // want "stats.hits"
}

func (s *stats) hit() {
	s.hits++
}

func (s *stats) double() int64 {
	return 2 * s.hits
}
