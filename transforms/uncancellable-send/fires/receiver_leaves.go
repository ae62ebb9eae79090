package fires

import "sync"

type update struct{ class string }

type tracker struct {
	mu      sync.Mutex
	seen    map[string]bool
	changes chan *update
	stop    chan struct{}
}

func newTracker() *tracker {
	t := &tracker{
		seen:    map[string]bool{},
		changes: make(chan *update, 8),
		stop:    make(chan struct{}),
	}
	go t.watch(t.stop, t.changes)
	return t
}

func (t *tracker) watch(stop <-chan struct{}, changes <-chan *update) {
	for {
		select {
		case <-stop:
			return
		case change := <-changes:
			t.apply(change)
		}
	}
}

func (t *tracker) apply(change *update) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen[change.class] = true
}

func (t *tracker) Touch(class string) {
	t.mu.Lock()
	delete(t.seen, class)
	t.mu.Unlock()

	t.changes <- &update{ // want "this send on `t.changes` does not watch `t.stop`"
		class: class,
	}
}

func (t *tracker) Close() { close(t.stop) }
