package copy_for_a_parameter

import (
	"sync"
	"sync/atomic"
)

type subscription struct {
	mu     sync.Mutex
	queue  string
	weight int32
}

type hub struct {
	mu   sync.Mutex
	sums map[string]int32
}

// What is written is the copy.
func (h *hub) update(sub *subscription, n int32) {
	isQueue := sub.queue != ""
	if isQueue {
		sub.mu.Lock()
		own := subscription{queue: sub.queue}
		sub.mu.Unlock()
		sub = &own
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if isQueue {
		sub.weight = n
	}
	h.sums[sub.queue] += n
}

func (h *hub) Route(sub *subscription, n int32) {
	go h.update(sub, n)
	atomic.StoreInt32(&sub.weight, n)
}

func (h *hub) Weight(sub *subscription) int32 {
	return atomic.LoadInt32(&sub.weight)
}
