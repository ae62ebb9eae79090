package done

import "sync"

type server struct {
	quit     chan struct{}
	quitOnce sync.Once
}

func (s *server) stop() {
	s.quitOnce.Do(func() { close(s.quit) })
}

func local() {
	c := make(chan int)
	close(c)
}
