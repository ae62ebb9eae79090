package fixture

import "net"

type session struct {
	conn net.Conn
	user string
}

func serve(listener net.Listener) error {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		s := &session{conn: conn}
		go s.run()
	}
}

func (s *session) run() {
	buffer := make([]byte, 64)
	n, err := s.conn.Read(buffer)
	if err != nil {
		return
	}
	s.user = string(buffer[:n])
	s.greet()
}

func (s *session) greet() {
	s.conn.Write([]byte("hello " + s.user))
}
