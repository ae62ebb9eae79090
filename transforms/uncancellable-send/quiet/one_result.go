package quiet

import "context"

// One result, taken once: what is missing is room for it.
func await(ctx context.Context, work func() (int, error)) (int, error) {
	done := make(chan int)
	failed := make(chan error)
	go func() {
		n, err := work()
		if err != nil {
			failed <- err
			return
		}
		done <- n
	}()
	select {
	case n := <-done:
		return n, nil
	case err := <-failed:
		return 0, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

var _ = await
