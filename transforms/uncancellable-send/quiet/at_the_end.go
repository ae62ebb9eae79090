package quiet

import "context"

type server struct {
	results chan error
	quit    chan struct{}
	drained chan int
}

// It is over when these are sent and received.
func (s *server) run(ctx context.Context, step func() error) {
	for {
		select {
		case <-ctx.Done():
			s.results <- ctx.Err()
			return
		case <-s.quit:
			for range cap(s.drained) {
				<-s.drained
			}
			return
		case <-s.drained:
			if err := step(); err != nil {
				return
			}
		}
	}
}

func (s *server) Results() <-chan error { return s.results }

func (s *server) Close() { close(s.quit) }
