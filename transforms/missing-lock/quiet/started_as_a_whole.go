package started_as_a_whole

import (
	"net"
	"sync"
)

type Server struct {
	mu     sync.RWMutex
	strict bool
	addr   string
	conns  int
}

type Service struct{ server *Server }

// The goroutine is that of the start itself.
func (s *Service) Execute() {
	go s.server.Start()
}

func (s *Server) Start() {
	s.enable(true)
	s.startMonitoring()
}

func (s *Server) startMonitoring() {
	if !s.strict {
		s.addr = "localhost:0"
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return
	}
	s.mu.Lock()
	s.conns++
	s.mu.Unlock()
	listener.Close()
}

func (s *Server) enable(strict bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.strict = strict
}

func (s *Server) Reload(strict bool) { s.enable(strict) }

func (s *Server) IsStrict() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.strict
}

func (s *Server) Conns() (int, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.conns, s.strict
}

func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.strict {
		s.conns = 0
	}
}
