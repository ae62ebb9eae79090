package through_a_function

import (
	"net/http"
	"sync"
)

// Host is safe for concurrent use.
type Host struct {
	transport *http.Transport
	once      sync.Once
}

// The function that others call first does it once.
func (h *Host) prepare() {
	h.once.Do(func() {
		if h.transport == nil {
			h.transport = &http.Transport{}
		}
	})
}

func (h *Host) Transport() *http.Transport {
	h.prepare()
	return h.transport
}

func (h *Host) Close() {
	h.prepare()
	h.transport.CloseIdleConnections()
}
