package fires

import "context"

type Sink struct {
	lines chan string
	count int
}

// Whatever is received is declared in the loop.
func Open(ctx context.Context) *Sink {
	s := &Sink{lines: make(chan string)}
	go func() {
		for {
			line := <-s.lines // want "this goroutine waits on `s.lines` in a loop that never ends"
			if line == "" {
				continue
			}
			s.count += len(line)
		}
	}()
	return s
}

func (s *Sink) Write(line string) { s.lines <- line }
