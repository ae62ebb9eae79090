package fixture

// Set is safe for concurrent use.
type Set struct {
	names map[string]bool
}

func Make() Set {
	return Set{names: map[string]bool{}}
}

func (s Set) Add(name string) {
	s.names[name] = true // want "s.names"
}

func (s Set) Has(name string) bool {
	return s.names[name]
}
