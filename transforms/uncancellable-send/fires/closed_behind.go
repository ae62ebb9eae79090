package closed_behind

import "context"

type walker struct {
	found  chan string
	failed chan error
}

// scan sends on failed until found is closed behind it.
func (w *walker) scan(paths []string) {
	defer close(w.found)
	for _, path := range paths {
		if path == "" {
			w.failed <- context.Canceled
			continue
		}
		w.found <- path
	}
}

func (w *walker) hash(ctx context.Context, hashed chan<- string) {
	for {
		select {
		case <-ctx.Done():
			return
		case path := <-w.found:
			select {
			case hashed <- path:
			case <-ctx.Done():
				return
			}
		}
	}
}

func (w *walker) forward(ctx context.Context, out chan<- string) {
	for path := range w.found {
		out <- path // want "this send on `out` does not watch `ctx`"
	}
	close(w.failed)
}

func (w *walker) run(ctx context.Context, paths []string) <-chan string {
	out := make(chan string)
	go w.scan(paths)
	go w.forward(ctx, out)
	return out
}
