package checked

import (
	"bytes"
	"errors"
	"sync"
)

type transport struct {
	mu      sync.RWMutex
	stopped bool
	wg      sync.WaitGroup
}

func (t *transport) send(data []byte, post func(*bytes.Buffer) error) error {
	t.mu.RLock()
	if t.stopped {
		t.mu.RUnlock()
		return errors.New("stopped")
	}
	t.mu.RUnlock()

	buf := bytes.NewBuffer(data)
	t.wg.Add(1) // want "comes after t.mu is released"
	defer t.wg.Done()
	if err := post(buf); err != nil {
		return err
	}
	return nil
}

func (t *transport) background(job func()) {
	t.mu.Lock()
	if t.stopped {
		t.mu.Unlock()
		return
	}
	t.mu.Unlock()
	t.wg.Add(1) // want "comes after t.mu is released"
	go func() {
		defer t.wg.Done()
		job()
	}()
}

func (t *transport) stop() {
	t.mu.Lock()
	t.stopped = true
	t.mu.Unlock()
	t.wg.Wait()
}
