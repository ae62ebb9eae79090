package seats

import "sync"

type Hall struct {
	mu    sync.Mutex
	taken map[string]int
	stop  chan struct{}
}

func NewHall(first []string) *Hall {
	h := &Hall{taken: make(map[string]int), stop: make(chan struct{})}
	h.seed(first)
	return h
}

func (h *Hall) Run(names []string) {
	go h.refresh(names)
	<-h.stop
}

func (h *Hall) refresh(names []string) {
	h.seed(names)
}

// seed runs in the constructor, where nobody else has the hall, and on a goroutine.
func (h *Hall) seed(names []string) {
	for _, name := range names {
		h.take(name) // want "Hall.take is called without h.mu"
	}
}

// The caller must hold h.mu.
func (h *Hall) take(name string) {
	h.taken[name]++
}

func (h *Hall) Take(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.take(name)
}

func (h *Hall) Swap(from, to string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.taken, from)
	h.take(to)
}
