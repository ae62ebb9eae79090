package orders

import "sync"

type Bank struct {
	accounts sync.Mutex
	journal  sync.RWMutex
	n        int
}

func (b *Bank) Report() int {
	b.accounts.Lock()
	b.journal.Lock()
	n := b.n
	b.journal.Unlock()
	b.accounts.Unlock()
	return n
}

func (b *Bank) Add() {
	b.accounts.Lock()
	defer b.accounts.Unlock()
	b.journal.Lock()
	defer b.journal.Unlock()
	b.n++
}

func (b *Bank) Replay() {
	b.journal.Lock()
	defer b.journal.Unlock()
	b.accounts.Lock() // want "b.accounts is locked while b.journal is held, and elsewhere the other way round"
	defer b.accounts.Unlock()
	b.n = 0
}

var (
	namesMu sync.Mutex
	idsMu   sync.Mutex
	names   []string
	ids     []int
)

func put(name string, id int) {
	namesMu.Lock()
	names = append(names, name)
	idsMu.Lock()
	ids = append(ids, id)
	idsMu.Unlock()
	namesMu.Unlock()
}

// Through calls: there is no fix.
func drop() {
	idsMu.Lock()
	defer idsMu.Unlock()
	ids = nil
	clearNames() // want "namesMu is locked while idsMu is held"
}

func clearNames() { resetNames() }

func resetNames() {
	namesMu.Lock()
	names = nil
	namesMu.Unlock()
}

type server struct {
	mu      sync.Mutex
	clients map[int]*client
}

type client struct {
	mu  sync.Mutex
	srv *server
	id  int
}

// Different objects that know each other.
func (s *server) close(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.stop()
}

func (c *client) stop() {
	c.mu.Lock()
	c.id = 0
	c.mu.Unlock()
}

func (c *client) leave() {
	c.mu.Lock()
	c.srv.mu.Lock() // want "c.srv.mu is locked while c.mu is held"
	delete(c.srv.clients, c.id)
	c.srv.mu.Unlock()
	c.mu.Unlock()
}
