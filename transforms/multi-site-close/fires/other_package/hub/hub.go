// Package hub hands events on.
package hub

type Hub struct {
	Done chan struct{}
	in   chan int
}

func New() *Hub {
	h := &Hub{Done: make(chan struct{}), in: make(chan int)}
	go h.loop()
	return h
}

func (h *Hub) loop() {
	defer close(h.Done)
	for event := range h.in {
		println(event)
	}
}

// Stop can't go through a sync.Once of the package's own: another package closes the channel as well.
func (h *Hub) Stop() {
	close(h.Done) // want "Hub.Stop closes it here, and the goroutine of Hub.loop closes it too"
}
