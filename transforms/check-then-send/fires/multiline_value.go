package fires

import "context"

type event struct {
	name string
	size int
}

type bus struct {
	events chan event
}

func (b *bus) publish(ctx context.Context, name string) error {
	if (ctx.Err()) != nil {
		return ctx.Err()
	}

	// Sizes are in bytes.
	b.events <- event{ // want "`ctx` is asked before the send on `b.events`"
		name: name,
		size: len(name), // without its end
	}
	return nil
}
