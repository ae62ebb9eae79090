package borrowed_lock

import (
	"sync"
	"time"
)

type keeper struct {
	mu    *sync.Mutex // of whoever made it
	ends  map[string]time.Time
	stopc chan struct{}
}

func (k *keeper) add(name string) {
	k.ends[name] = time.Now()
}

func (k *keeper) remove(name string) {
	delete(k.ends, name)
}

func (k *keeper) run() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			k.mu.Lock()
			for name, end := range k.ends {
				if time.Since(end) > time.Minute {
					delete(k.ends, name)
				}
			}
			k.mu.Unlock()
		case <-k.stopc:
			return
		}
	}
}

// Hotel is safe for concurrent use.
type Hotel struct {
	guestsMu sync.Mutex
	guests   map[string]int
	keeper   *keeper
}

func (h *Hotel) Open() {
	h.keeper = &keeper{mu: &h.guestsMu, ends: map[string]time.Time{}, stopc: make(chan struct{})}
	go h.keeper.run()
}

func (h *Hotel) Arrive(name string) {
	h.guestsMu.Lock()
	defer h.guestsMu.Unlock()
	h.guests[name]++
	h.keeper.add(name)
}

func (h *Hotel) Leave(name string) {
	h.guestsMu.Lock()
	delete(h.guests, name)
	h.keeper.remove(name)
	h.guestsMu.Unlock()
}
