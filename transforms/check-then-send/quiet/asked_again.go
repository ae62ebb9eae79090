package quiet

import "context"

type accept struct {
	waiting chan []int
	full    chan []int
}

func newAccept() *accept {
	return &accept{waiting: make(chan []int, 1), full: make(chan []int, 1)}
}

// The queue is in one of two channels: it was taken out before it is put back.
func (a *accept) add(ctx context.Context, number int) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var queue []int
	select {
	case <-ctx.Done():
		return ctx.Err()
	case queue = <-a.waiting:
	}
	queue = append(queue, number)
	if len(queue) == 8 {
		a.full <- queue
	} else {
		a.waiting <- queue
	}
	return nil
}
