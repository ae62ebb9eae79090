package given_up

import "context"

type task[T any] struct {
	result chan T
	work   func() T
}

func (t *task[T]) run() {
	t.result <- t.work()
}

func start[T any](work func() T) *task[T] {
	t := &task[T]{result: make(chan T), work: work}
	go t.run()
	return t
}

func (t *task[T]) wait(ctx context.Context) (value T, err error) {
	select {
	case value = <-t.result:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return value, err
}
