package feed

import (
	"context"
	"errors"
	"time"
)

type branch struct {
	left, right *branch
	leaf        string
}

// A walk that calls itself sends for each part.
func (b *branch) leaves(done <-chan struct{}, out chan<- string) {
	if b == nil {
		return
	}
	b.left.leaves(done, out)
	out <- b.leaf // want "does not watch `done`"
	b.right.leaves(done, out)
}

func leavesOf(done <-chan struct{}, roots []*branch) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for _, root := range roots {
			root.leaves(done, out)
		}
	}()
	return out
}

// Who calls Both closes done.
func Both[T any](done <-chan struct{}, one, other <-chan T) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for {
			select {
			case value := <-one:
				out <- value // want "does not watch `done`"
			case value := <-other:
				out <- value // want "does not watch `done`"
			case <-done:
				return
			}
		}
	}()
	return out
}

type scale struct {
	weights chan int
}

func (s *scale) weigh(ctx context.Context) (int, error) {
	select {
	case weight := <-s.weights:
		return weight, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (s *scale) weighAll(ctx context.Context, count int) (int, error) {
	sum := 0
	for range count {
		weight := <-s.weights // want "does not watch `ctx`"
		sum += weight
	}
	return sum, ctx.Err()
}

func (s *scale) put(weight int) { s.weights <- weight }

// Whoever starts it ends it by the context.
func Poll(ctx context.Context, read func() int, found chan<- int) error {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for range ticker.C { // want "does not watch `ctx`"
		if value := read(); value > 0 {
			select {
			case found <- value:
			default:
			}
		}
	}
	return nil
}

func Measure(ctx context.Context, read func() (int, error)) (int, error) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		<-ticker.C // want "does not watch `ctx`"
		if value, err := read(); err != nil || value > 0 {
			return value, err
		}
	}
}

var errGone = errors.New("the radio is gone")

type radio struct {
	waves chan string
	quit  chan struct{}
}

func newRadio(hear func(string)) *radio {
	r := &radio{waves: make(chan string), quit: make(chan struct{})}
	go func() {
		for {
			select {
			case wave := <-r.waves:
				hear(wave)
			case <-r.quit:
				return
			}
		}
	}()
	return r
}

func (r *radio) send(wave string) error {
	select {
	case r.waves <- wave:
		return nil
	case <-r.quit:
		return errGone
	}
}

func (r *radio) sendTwice(wave string) (int, error) {
	if err := r.send(wave); err != nil {
		return 0, err
	}
	r.waves <- wave // want "does not watch `r.quit`"
	return 2, nil
}

func (r *radio) close() { close(r.quit) }

type postBox struct {
	letters chan string
	closed  chan struct{}
}

func newPostBox(read func(string)) *postBox {
	b := &postBox{letters: make(chan string), closed: make(chan struct{})}
	go func() {
		for {
			select {
			case letter := <-b.letters:
				read(letter)
			case <-b.closed:
				return
			}
		}
	}()
	return b
}

func (b *postBox) put(letter string) error {
	b.letters <- letter // want "does not watch `b.closed`"
	return nil
}

func (b *postBox) lock() { close(b.closed) }
