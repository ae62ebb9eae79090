package nil_guard

import "sync"

type Feed struct {
	mu    sync.Mutex
	items []int
	quit  chan struct{}
}

func (f *Feed) Add(item int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.items = append(f.items, item)
}

func (f *Feed) Stop() {
	if f.quit != nil {
		close(f.quit) // want "can both find it not nil"
		f.quit = nil
	}
}
