package admin

import "example.test/other/hub"

func Kill(h *hub.Hub) {
	close(h.Done)
}
