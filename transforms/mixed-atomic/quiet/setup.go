package setup

import "sync/atomic"

var level int32

func init() { level = 2 }

type server struct {
	state int32
}

func (s *server) initState() { s.state = 1 }

func (s *server) stop() { atomic.StoreInt32(&s.state, 2) }

func (s *server) run() bool { return atomic.LoadInt32(&s.state) == 1 && atomic.LoadInt32(&level) > 0 }
