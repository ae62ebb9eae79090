package fires

import "context"

func forward(ctx context.Context, quit <-chan struct{}, in []string, out chan string) error {
	for _, line := range in {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-quit:
			return nil
		default:
		}
		out <- line // want "`ctx.Done()` is asked before the send on `out`"
	}
	return nil
}
