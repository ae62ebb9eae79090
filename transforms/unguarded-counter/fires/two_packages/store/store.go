package store

// Store counts its users.
type Store struct {
	Users int
}

func (s *Store) Run() {
	for range 3 {
		go s.enter()
	}
}

func (s *Store) enter() {
	s.Users++ // want "s.Users is changed here"
}
