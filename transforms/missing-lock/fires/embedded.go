package session

import "sync"

type base struct {
	sync.RWMutex
	peers map[string]bool
}

type Session struct {
	base
	id string
}

func (s *Session) Join(peer string) {
	s.Lock()
	defer s.Unlock()
	s.peers[peer] = true
}

func (s *Session) Leave(peer string) {
	s.Lock()
	defer s.Unlock()
	delete(s.peers, peer)
}

func (s *Session) Drop() {
	s.Lock()
	s.peers = map[string]bool{}
	s.Unlock()
}

func (s *Session) Has(peer string) bool {
	return s.peers[peer] // want "s.base.peers is read without s"
}
