package quiet

import "context"

type watched struct {
	watcher chan context.Context
}

// The watcher is idle: there is one context at a time.
func (w *watched) watch(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.watcher <- ctx
	return nil
}
