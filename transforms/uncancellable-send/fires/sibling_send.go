package fires

import (
	"context"
	"errors"
)

var errClosed = errors.New("closed")

type bus struct {
	out    chan string
	closed chan struct{}
}

func (b *bus) Publish(text string) error {
	select {
	case b.out <- text:
		return nil
	case <-b.closed:
		return errClosed
	}
}

func (b *bus) Flush(lines []string) {
	for _, line := range lines {
		b.out <- line // want "this send on `b.out` does not watch `b.closed`"
	}
}

func (b *bus) Close() { close(b.closed) }

func (b *bus) Lines() <-chan string { return b.out }

// The error is what the context says.
func feed(ctx context.Context, out chan<- int, next func() (int, error)) (count int, err error) {
	select {
	case out <- 0:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	for {
		value, err := next()
		if err != nil {
			return count, err
		}
		out <- value // want "this send on `out` does not watch `ctx`"
		count++
	}
}
