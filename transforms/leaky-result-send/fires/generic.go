package fires

import (
	"context"
	"sync"
)

func await[T any](ctx context.Context, produce func() T) (value T, err error) {
	made := make(chan T) // want "`made` is made without room"
	var group sync.WaitGroup
	group.Go(func() { made <- produce() })
	select {
	case value = <-made:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return value, err
}
