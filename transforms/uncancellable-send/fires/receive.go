package fires

import "context"

// The first slot is waited for with an eye on the context, the others are not.
func spread(ctx context.Context, slots chan int, next func() bool, run func(int)) {
	select {
	case slot := <-slots:
		run(slot)
	case <-ctx.Done():
		return
	}
	var slot int
	for next() {
		slot = <-slots // want "this receive from `slots` does not watch `ctx`"
		run(slot)
	}
}
