package stop_flag

import (
	"net"
	"sync"
)

// Server answers clients.
type Server struct {
	sync.Mutex
	listener net.Listener
	conns    []net.Conn
	stopped  bool
}

func New(listener net.Listener) *Server {
	s := &Server{listener: listener}
	go s.listen()
	return s
}

func (s *Server) Stop() {
	s.Lock()
	defer s.Unlock()
	if s.stopped {
		return
	}
	s.stopped = true
	s.listener.Close()
}

func (s *Server) listen() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			if s.stopped { // want "s.stopped is read here without s.Mutex, under which Server.Stop changes it"
				return
			}
			continue
		}
		s.serve(conn)
	}
}

func (s *Server) serve(conn net.Conn) {
	if s.stopped {
		return
	}
	s.conns = append(s.conns, conn)
}
