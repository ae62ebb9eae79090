package fixture

import "net"

type server struct {
	listener net.Listener
	peers    map[string]net.Conn
}

func newServer(listener net.Listener) *server {
	return &server{listener: listener, peers: map[string]net.Conn{}}
}

func (s *server) serve() error {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return err
		}
		go s.handle(conn)
	}
}

func (s *server) handle(conn net.Conn) {
	name := conn.RemoteAddr().String()
	s.peers[name] = conn // want "s.peers"
	buffer := make([]byte, 512)
	for {
		if _, err := conn.Read(buffer); err != nil {
			break
		}
	}
	delete(s.peers, name)
}
