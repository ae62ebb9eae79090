package roots

import (
	"context"
	"expvar"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"example.com/api/pb"
	"golang.org/x/sync/errgroup"
)

type server struct {
	pb.UnimplementedStoreServer
	hits int
}

// One goroutine, and one for each turn of the loop.
func (s *server) start() {
	go s.once()
	for range 3 {
		go s.often()
	}
	time.AfterFunc(time.Second, s.later)
	context.AfterFunc(context.Background(), s.later)
}

func (s *server) once()  { s.both() }
func (s *server) often() { s.both() }
func (s *server) later() {}

// Called on both kinds.
func (s *server) both() {}

func run(g *errgroup.Group, wg *sync.WaitGroup) {
	g.Go(func() error { return nil })
	wg.Go(func() {})
}

// Handlers, by how they are registered and by their shape.
func (s *server) routes(mux *http.ServeMux) {
	mux.HandleFunc("/a", func(w http.ResponseWriter, r *http.Request) { s.count() })
	http.Handle("/b", http.HandlerFunc(s.list))
	expvar.Publish("hits", expvar.Func(func() any { return s.hits }))
}

func (s *server) list(w http.ResponseWriter, r *http.Request) { s.write(w, r) }

// Not a handler by itself: only the handler calls it.
func (s *server) write(w http.ResponseWriter, r *http.Request) {}

func (s *server) count() {}

func (s *server) Get(ctx context.Context, r *pb.Request) (*pb.Response, error) { return nil, nil }

func middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

// Cache is safe for concurrent use.
type Cache struct{ items map[string]int }

func (c *Cache) Get(key string) int { return c.find(key) }

func (c *Cache) find(key string) int { return c.items[key] }

// Batch is not safe for concurrent use.
type Batch struct {
	mu   sync.Mutex
	size int
}

func (b *Batch) Add() { b.size++ }

// pool is shared.
//
//chanfix:concurrent
type pool struct{ size int }

func (p *pool) take() { p.size-- }

type Locked struct {
	mu   sync.Mutex
	size int
}

func (l *Locked) Grow() { l.size++ }

type Counted struct{ hits atomic.Int64 }

func (c *Counted) Hit() { c.hits.Add(1) }

// Plain has methods that anybody calls, which says nothing.
type Plain struct{ size int }

func (p *Plain) Grow() { p.size++ }

// Used in places unknown.
func visit(each func(func())) { each(func() {}) }
