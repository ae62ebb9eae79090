package lent_lock

import (
	"net/http"
	"sync"
)

type index struct {
	mu   *sync.Mutex
	hits map[string]int
}

func (i *index) note(name string) {
	i.hits[name]++ // want "several goroutines at once"
}

func (i *index) sweep() {
	for {
		i.mu.Lock()
		clear(i.hits)
		i.mu.Unlock()
	}
}

type Shop struct {
	mu    sync.Mutex
	sales int
	index *index
}

func Open() *Shop {
	s := &Shop{}
	s.index = &index{mu: &s.mu, hits: map[string]int{}}
	go s.index.sweep()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.index.note(r.URL.Path) })
	return s
}
