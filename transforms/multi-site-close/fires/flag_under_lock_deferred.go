package flag_under_lock_deferred

import "sync"

type Hub struct {
	sync.Mutex
	stopped bool
	gone    chan struct{}
}

func (h *Hub) Stop() {
	h.Lock()
	defer h.Unlock()
	if !h.stopped {
		h.stopped = true
		close(h.gone)
	}
}

func (h *Hub) serve(requests <-chan func()) {
	defer close(h.gone) // want "Hub.serve closes it here, whether Hub.Stop has closed it or not"
	for request := range requests {
		request()
	}
}

func (h *Hub) Start(requests <-chan func()) {
	go h.serve(requests)
}
