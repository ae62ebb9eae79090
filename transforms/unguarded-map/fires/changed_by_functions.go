package changed_by_functions

import (
	"maps"
	"sort"
)

type store struct {
	ages  map[string]int
	names []string
}

func (s *store) put(ages map[string]int) {
	maps.Copy(s.ages, ages) // want "s.ages is changed here"
}

func (s *store) prune() {
	maps.DeleteFunc(s.ages, func(_ string, age int) bool { return age == 0 })
}

func (s *store) age(name string) int { return s.ages[name] }

func (s *store) add(name string) {
	s.names = append(s.names, name)
	sort.Strings(s.names)
}

func run(s *store) {
	for {
		go s.put(map[string]int{"a": 1})
		go s.prune()
		go func() { println(s.age("a")) }()
		go s.add("a")
	}
}
