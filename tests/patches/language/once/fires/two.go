package two

import "fmt"

type server struct {
	name string // for the log
	quit chan struct{}
	mu   fmt.Stringer
}

func (s *server) Stop() { close(s.quit) } // want "s.quit can be closed twice"

func (srv *server) fail(err error) {
	if err != nil {
		close(srv.quit) // want "srv.quit can be closed twice"
	}
}
