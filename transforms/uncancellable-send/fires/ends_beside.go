package ends_beside

import (
	"context"
	"time"
)

type driver struct {
	ctx  context.Context
	quit chan struct{}
}

type health struct {
	ok  bool
	err error
}

// Two contexts end the loop in the same way, and the send as well.
func (d *driver) fingerprint(ctx context.Context, out chan<- health) {
	defer close(out)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.ctx.Done():
			return
		case <-ticker.C:
			out <- d.check() // want "does not watch `ctx`"
		}
	}
}

// What leaves in another way is left alone, and what returns behind the send needs no return before.
func (d *driver) stats(ctx context.Context, out chan<- health) {
	defer close(out)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.quit:
			println("quit")
			return
		case <-ticker.C:
		}
		now := d.check()
		if now.err != nil {
			out <- now // want "does not watch `ctx`"
			return
		}
		out <- now // want "does not watch `ctx`"
	}
}

func (d *driver) Close() { close(d.quit) }

func (d *driver) check() health { return health{ok: true} }
