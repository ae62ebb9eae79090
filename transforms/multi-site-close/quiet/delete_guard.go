package delete_guard

import "sync"

type Hub struct {
	mu    sync.Mutex
	peers map[string]chan int
}

func (h *Hub) Leave(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if peer, ok := h.peers[name]; ok {
		delete(h.peers, name)
		close(peer)
	}
}

func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for name, peer := range h.peers {
		delete(h.peers, name)
		close(peer)
	}
}
