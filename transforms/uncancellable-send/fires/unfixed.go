package fires

import "sync"

type spool struct {
	mu    sync.Mutex
	lines chan string
	quit  chan struct{}
	token chan int
	busy  sync.WaitGroup
}

func newSpool() *spool {
	s := &spool{lines: make(chan string), quit: make(chan struct{}), token: make(chan int, 1)}
	go s.print()
	return s
}

func (s *spool) print() {
	for {
		select {
		case line := <-s.lines:
			println(line)
		case <-s.quit:
			return
		}
	}
}

// The lock would be left held.
func (s *spool) Locked(line string) {
	s.mu.Lock()
	s.lines <- line // want "this send on `s.lines` does not watch `s.quit`"
	s.mu.Unlock()
}

// Each round gives its token back.
func (s *spool) Tokens(lines []string) {
	for _, line := range lines {
		s.token <- 1
		s.lines <- line // want "this send on `s.lines` does not watch `s.quit`"
		<-s.token
	}
}

// The caller would take what is returned for a result.
func (s *spool) Length(line string) int {
	s.lines <- line // want "this send on `s.lines` does not watch `s.quit`"
	return len(line)
}

// What follows runs in any case.
func (s *spool) Counted(line string) {
	s.lines <- line // want "this send on `s.lines` does not watch `s.quit`"
	s.busy.Done()
}

func (s *spool) Close() { close(s.quit) }
