package collected

import (
	"maps"
	"slices"
)

type registry struct {
	ids map[string]int
}

func (r *registry) set(name string, id int) {
	r.ids[name] = id // want "r.ids is changed here"
}

func (r *registry) names() []string {
	return slices.Sorted(maps.Keys(r.ids))
}

func (r *registry) copyTo(other map[string]int) {
	maps.Copy(other, r.ids)
}

func (r *registry) is(other map[string]int) bool {
	return maps.Equal(r.ids, other)
}

func run(r *registry) {
	for {
		go r.set("a", 1)
		go func() { println(r.names(), r.is(nil)) }()
		go r.copyTo(map[string]int{})
	}
}
