package types

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

type counter struct {
	sync.Mutex
	hits atomic.Int64
	by   map[string]*entry
}

type entry struct {
	seen []time.Duration
	next *entry
}

type server struct {
	*counter
	name string
	done chan struct{}
}

type set[K comparable, V any] struct {
	items map[K]V
	last  *V
}

func (s *set[K, V]) get(key K) (V, bool) {
	value, ok := s.items[key]
	return value, ok
}

func newSet[K comparable, V any](last *V) *set[K, V] {
	return &set[K, V]{items: make(map[K]V), last: last}
}

func use(ctx context.Context, s *server) {
	s.Lock()
	s.by["a"].next.seen = append(s.by["a"].next.seen, time.Second)
	s.Unlock()
	s.hits.Add(1)
	deadline, ok := ctx.Deadline()
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := s.close
	entries := newSet[string, entry](nil)
	found, _ := entries.get("a")
	for _, d := range found.seen {
		_ = d
	}
	_, _, _, _ = deadline, ok, inner, stop
}

func (s *server) close() { close(s.done) }
