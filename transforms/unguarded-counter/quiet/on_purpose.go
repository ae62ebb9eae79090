package quiet

import (
	"net/http"
	"sync"
)

// ring simulates a lock-free buffer.
type ring struct {
	next int
}

func (r *ring) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.next++
}

type sampler struct {
	mu   sync.Mutex
	seen int
	rate int
}

func (s *sampler) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	// A benign race: a sample more or less does not matter.
	s.seen++
}

// reset is called with the world stopped.
func (s *sampler) reset() {
	s.rate = 0
}

func (s *sampler) watch() {
	go func() {
		for range 10 {
			println(s.rate)
		}
	}()
	s.reset()
}
