package making

import "sync"

type Peer struct {
	mu    sync.Mutex
	name  string
	nonce []byte
}

type Server struct {
	mu    sync.Mutex
	peers map[string]*Peer
}

// The nonce is set where the peer is made, and never again.
func (s *Server) Accept(name string, nonce []byte) *Peer {
	p := &Peer{name: name}
	s.mu.Lock()
	s.peers[name] = p
	s.mu.Unlock()
	p.mu.Lock()
	p.nonce = nonce
	p.mu.Unlock()
	return p
}

func (p *Peer) Nonce() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.nonce
}

func (p *Peer) Describe() (string, int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.name, len(p.nonce)
}

func (p *Peer) Verify(sum func([]byte) bool) bool {
	return sum(p.nonce)
}
