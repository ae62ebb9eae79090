package nil_compared_elsewhere

import "sync"

type Timer struct {
	mu    sync.Mutex
	ticks int
	stop  chan struct{}
}

func (t *Timer) Running() bool {
	return t.stop != nil
}

func (t *Timer) Stop() {
	if t.stop == nil {
		return
	}
	close(t.stop) // want "can both find it not nil"
	t.stop = nil
}
