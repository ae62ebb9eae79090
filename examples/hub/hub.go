// Package hub hands each message to all who listen.
package hub

import "sync"

// Hub knows who listens.
type Hub struct {
	mu        sync.Mutex
	listeners map[*Listener]bool
	closed    bool
	done      chan struct{}
}

// Listener gets the messages that are published while it listens.
type Listener struct {
	Messages chan string
	gone     chan struct{}
}

// New makes a hub.
func New() *Hub {
	return &Hub{
		listeners: make(map[*Listener]bool),
		done:      make(chan struct{}),
	}
}

// Listen adds a listener.
func (h *Hub) Listen() *Listener {
	listener := &Listener{
		Messages: make(chan string, 16),
		gone:     make(chan struct{}),
	}
	h.mu.Lock()
	h.listeners[listener] = true
	h.mu.Unlock()
	return listener
}

// Publish hands a message to all listeners. Those who fall behind are dropped.
func (h *Hub) Publish(message string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for listener := range h.listeners {
		select {
		case listener.Messages <- message:
		case <-listener.gone:
			delete(h.listeners, listener)
		default:
			delete(h.listeners, listener)
			listener.drop()
		}
	}
}

// drop ends a listener that is too slow.
func (l *Listener) drop() {
	select {
	case <-l.gone:
	default:
		close(l.gone)
	}
}

// Close ends a listener at its own wish.
func (l *Listener) Close() {
	select {
	case <-l.gone:
	default:
		close(l.gone)
	}
}

// Close ends the hub. The flag is read and set under the lock, so a second call does nothing.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.closed = true
	close(h.done)
}
