package transport

import (
	"errors"
	"sync"
)

// Transport sends until it is stopped.
type Transport struct {
	mu      sync.Mutex
	stopped bool
	wg      sync.WaitGroup
	Open    bool
}

// Send encodes, and calls post with whether the transport is open.
func (t *Transport) Send(encode func() string, post func(string, bool)) error {
	t.mu.Lock()
	if t.stopped {
		t.mu.Unlock()
		return errors.New("stopped")
	}
	t.mu.Unlock()
	text := encode()
	t.wg.Add(1)
	defer t.wg.Done()
	post(text, t.Open)
	return nil
}

// Stop waits for all that is being sent, and closes.
func (t *Transport) Stop() {
	t.mu.Lock()
	t.stopped = true
	t.mu.Unlock()
	t.wg.Wait()
	t.Open = false
}
