package generic

type set[K comparable] struct {
	items map[K]bool
	reads int
}

func (s *set[K]) has(key K) bool {
	s.reads++ // want "s.reads is changed here"
	return s.items[key]
}

func use(keys ...string) {
	s := &set[string]{items: map[string]bool{}}
	for _, key := range keys {
		go s.has(key)
	}
	println(s.reads)
}
