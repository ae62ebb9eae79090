package quiet

import "context"

type monitor struct {
	check func() error
}

func (m *monitor) watch(ctx context.Context, found chan<- error) {
	for {
		if ctx.Err() != nil {
			return
		}
		if err := m.check(); err != nil {
			found <- err
			return
		}
	}
}

func (m *monitor) first(ctx context.Context) error {
	found := make(chan error, 2)
	go m.watch(ctx, found)
	go m.watch(ctx, found)
	return <-found
}
