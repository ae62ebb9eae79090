package through_new_object

import "net"

type server struct {
	calls int
	bytes int64
}

type session struct {
	conn   net.Conn
	server *server
	calls  int
}

func newSession(server *server, conn net.Conn) *session {
	s := &session{conn: conn, server: server}
	return s
}

func (s *session) serve() {
	s.calls++
	s.server.calls++ // want "s.server.calls is changed here by several goroutines at once"
}

func (s *server) Serve(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		session := newSession(s, conn)
		go session.serve()
		go read(&rawSession{conn, s})
	}
}

type rawSession struct {
	net.Conn
	server *server
}

func read(s *rawSession) {
	n, _ := s.Read(nil)
	s.server.bytes += int64(n) // want "s.server.bytes is changed here by several goroutines at once"
}
