package fires

import "context"

func load(name string) string { return name }

// The value is computed only if it is not over, as before: the send alone goes into the select.
func loadAll(ctx context.Context, names []string) <-chan string {
	loaded := make(chan string)
	go func() {
		defer close(loaded)
		for _, name := range names {
			select {
			case <-ctx.Done():
				return
			default:
			}
			loaded <- load(name) // want "`ctx.Done()` is asked before the send on `loaded`"
		}
	}()
	return loaded
}
