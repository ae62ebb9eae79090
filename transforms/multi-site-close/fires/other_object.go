package other_object

type peer struct {
	gone chan struct{}
}

type Hub struct {
	peers map[string]*peer
}

func (h *Hub) Ban(p *peer) {
	close(p.gone)
}

func (h *Hub) Leave(p *peer) {
	close(p.gone) // want "Hub.Leave closes it here, Hub.Ban closes it too"
}
