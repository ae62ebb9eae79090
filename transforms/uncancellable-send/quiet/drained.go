package quiet

import "context"

// The receiver goes on until the channel is closed.
func all(ctx context.Context, load func(context.Context) []int) (sum int) {
	out := make(chan int)
	go func() {
		defer close(out)
		for _, n := range load(ctx) {
			out <- n
		}
	}()
	for n := range out {
		sum += n
	}
	return sum
}

type pump struct {
	in   chan int
	out  chan int
	quit chan struct{}
}

func (p *pump) run() {
	defer close(p.out)
	for {
		select {
		case n := <-p.in:
			p.out <- n
		case <-p.quit:
			return
		}
	}
}

func (p *pump) sum() (sum int) {
	for n := range p.out {
		sum += n
	}
	return sum
}

func (p *pump) Stop() { close(p.quit) }
