package session

import "sync"

type Session struct {
	mu    sync.RWMutex
	user  string
	state int
}

// User is the name of who is logged in.
func (s *Session) User() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.user
}

func (s *Session) stateNow() int {
	s.mu.RLock()
	state := s.state
	s.mu.RUnlock()
	return state
}

func (s *Session) Login(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.user = user
	s.state = 1
}

func (s *Session) Logout() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.user = ""
	s.state = 2
}

// Greet reads what User returns.
func (s *Session) Greet(say func(string)) {
	say(s.user) // want "s.user is read without s.mu"
}

// Wait reads it through another object.
func Wait(s *Session, ready <-chan struct{}, say func(int)) {
	<-ready
	say(s.state) // want "s.state is read without s.mu"
}
