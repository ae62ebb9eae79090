package lock_and_nil

import "sync"

type Feed struct {
	mu   sync.Mutex
	quit chan struct{}
}

func (f *Feed) Stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stopLocked()
}

func (f *Feed) Close() {
	f.mu.Lock()
	f.stopLocked()
	f.mu.Unlock()
}

func (f *Feed) stopLocked() {
	if f.quit != nil {
		close(f.quit)
		f.quit = nil
	}
}
