package objects

import (
	"net"
	"net/http"
	"sync"
)

type conn struct {
	raw   net.Conn
	sent  int
	items map[string]int
}

// Each iteration has a connection of its own.
func accept(l net.Listener) {
	for {
		raw, _ := l.Accept()
		c := &conn{raw: raw}
		go c.serve()
	}
}

func (c *conn) serve() { c.sent++ }

// The variable is outside of the loop, but what it points to is new each time.
func reused(l net.Listener) {
	var c *conn
	for {
		c = &conn{}
		go c.send()
	}
}

func (c *conn) send() { c.items = nil }

type hub struct {
	conns []*conn
	total int
	last  *conn
}

// One goroutine for each element: no two have the same.
func (h *hub) broadcast() {
	for _, c := range h.conns {
		go func() { c.sent = 0 }()
	}
}

// The hub is the same for all.
func (h *hub) tally() {
	for range h.conns {
		go h.add()
	}
}

func (h *hub) add() { h.total++ }

// Two goroutines with one connection.
func (h *hub) duplex(p *peer) {
	go p.read()
	go p.write()
}

type peer struct{ seq, size int }

func (p *peer) read()  { p.seq++ }
func (p *peer) write() { p.seq++ }

// A copy belongs to the goroutine.
func copies() {
	var p peer
	go grow(p)
	p.size = 1
}

func grow(p peer) { p.size++ }

// So does an element, for all that is known.
func elements(peers []peer) {
	for i := range peers {
		go func() { peers[i].size = 0 }()
	}
}

// Loop variables are new in each iteration.
func numbers() {
	for i := 0; i < 3; i++ {
		go func() { _ = i }()
	}
}

type Registry struct {
	names map[string]int
	peers map[string]*Peer
	mu    sync.Mutex
}

type Peer struct{ seen int }

// NewRegistry hands out what its goroutine uses.
func NewRegistry() *Registry {
	r := &Registry{names: map[string]int{}}
	go r.expire()
	return r
}

func (r *Registry) expire() { r.names = nil }

// Name reads while expire writes.
func (r *Registry) Name(name string) int { return r.names[name] }

// Requests share what is outside of the handler, and not what is inside.
func handler() http.HandlerFunc {
	count := 0
	return func(w http.ResponseWriter, r *http.Request) {
		own := 0
		own++
		count++
	}
}

// A variable by another name.
func (h *hub) alias() {
	last := h.last
	go func() { last.sent = 1 }()
	h.last.sent = 2
}

// A type switch's variable is new in each iteration, too.
func values(all []any) {
	for _, value := range all {
		switch c := value.(type) {
		case *conn:
			go c.serve()
		}
	}
}
