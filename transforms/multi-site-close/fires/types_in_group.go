package types_in_group

import "sync"

type (
	// ID is a number.
	ID int

	// Session is one login.
	Session struct {
		ID    ID `json:"id"`
		mu    sync.Mutex
		ended chan struct{} // closed at logout
	}
)

func (s *Session) Logout() {
	close(s.ended)
}

func (s *Session) Expire() {
	close(s.ended) // want "Session.Expire closes it here, Session.Logout closes it too"
}
