package channels

import "context"

const size = 8

type hub struct {
	in   chan int
	outs map[string]chan<- int
	done <-chan struct{}
}

func run(ctx context.Context, done <-chan struct{}) *hub {
	h := &hub{in: make(chan int, size), outs: map[string]chan<- int{}, done: done}
	var results = make(chan error)
	go func() {
		defer close(results)
		for v := range h.in {
			for _, out := range h.outs {
				select {
				case out <- v:
				case <-ctx.Done():
					results <- ctx.Err()
					return
				default:
				}
			}
		}
	}()
	if len(h.in) < cap(h.in) {
		h.in <- 1
	}
	if err, ok := <-results; ok {
		_ = err
	}
	return h
}
