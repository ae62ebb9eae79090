package flag_set_not_tested

import "sync"

// Broadcaster sends to all who listen.
type Broadcaster struct {
	mu        sync.Mutex
	listeners map[int]chan int
	closed    bool
}

func (b *Broadcaster) Send(value int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	for _, listener := range b.listeners {
		select {
		case listener <- value:
		default:
		}
	}
}

func (b *Broadcaster) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	for _, listener := range b.listeners {
		close(listener) // want "it sets b.closed but does not test it"
	}
}
