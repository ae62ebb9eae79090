package once

import "sync"

// Once or not, who publishes does not know of it.
type Bus struct {
	events chan string
	once   sync.Once
}

func NewBus() *Bus {
	b := &Bus{events: make(chan string)}
	go func() {
		for event := range b.events {
			println(event)
		}
	}()
	return b
}

func (b *Bus) Publish(event string) (int, error) {
	b.events <- event
	return len(event), nil
}

func (b *Bus) Close() {
	b.once.Do(func() { close(b.events) }) // want "closed while others may still send"
}
