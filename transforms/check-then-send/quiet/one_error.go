package quiet

import "context"

func start(ctx context.Context, step func() error) <-chan error {
	failed := make(chan error, 1)
	go func() {
		for {
			if ctx.Err() != nil {
				return
			}
			if err := step(); err != nil {
				failed <- err
				return
			}
		}
	}()
	return failed
}
