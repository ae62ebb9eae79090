package sessions

import "sync"

// Server counts what its sessions do.
type Server struct {
	calls int
	most  int
}

type session struct {
	server *Server
	number int
}

func open(server *Server, number int) *session {
	return &session{server: server, number: number}
}

func (s *session) serve() {
	s.server.calls++
	if s.number > s.server.most {
		s.server.most = s.number
	}
}

// Serve runs so many sessions at once, and says how many calls there were, and which session had the highest number.
func (s *Server) Serve(sessions int) (int, int) {
	var group sync.WaitGroup
	for number := range sessions {
		session := open(s, number)
		group.Add(1)
		go func() {
			defer group.Done()
			session.serve()
		}()
	}
	group.Wait()
	return s.calls, s.most
}
