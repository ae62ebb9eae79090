package fires

import (
	"context"
	"time"
)

func later(work func() int) <-chan int {
	out := make(chan int) // want "`out` is made without room"
	go func() {
		out <- work()
	}()
	return out
}

func within(limit time.Duration, work func() int) int {
	select {
	case value := <-later(work):
		return value
	case <-time.After(limit):
		return -1
	}
}

func begin(work func() error) chan error {
	ended := make(chan error) // want "`ended` is made without room"
	go func() { ended <- work() }()
	return ended
}

func both(prepare, work func() error) error {
	ended := begin(work)
	if err := prepare(); err != nil {
		return err
	}
	return <-ended
}

// Lookup gives up when its caller does.
func Lookup(ctx context.Context, find func(context.Context) string) <-chan string {
	found := make(chan string) // want "`found` is made without room"
	go func() {
		defer close(found)
		found <- find(ctx)
	}()
	return found
}
