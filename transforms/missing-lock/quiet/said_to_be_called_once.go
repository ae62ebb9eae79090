package said_to_be_called_once

import "sync"

type account struct {
	mu     sync.RWMutex
	issuer string
	owner  string
}

type Server struct {
	mu     sync.Mutex
	system *account
	all    map[string]*account
}

// useSystem sets the account of the server itself. Should only be called once.
func (s *Server) useSystem(a *account) bool {
	if a.issuer == "" {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.system = a
	return true
}

func (s *Server) Use(name string) bool {
	s.mu.Lock()
	a := s.all[name]
	s.mu.Unlock()
	return s.useSystem(a)
}

func (a *account) update(issuer string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.issuer = issuer
}

func (a *account) claims() string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.issuer + a.owner
}

func (a *account) isOf(issuer string) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.issuer == issuer
}

func (a *account) length() int {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return len(a.issuer)
}

func (a *account) clear() {
	a.mu.Lock()
	a.issuer = ""
	a.mu.Unlock()
}

func (a *account) isKnown() bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.issuer != ""
}

func (s *Server) Refresh(name, issuer string) {
	s.mu.Lock()
	a := s.all[name]
	s.mu.Unlock()
	go a.update(issuer)
	go a.clear()
	println(a.claims(), a.isOf(issuer), a.isKnown(), a.length())
}
