package fires

type hub struct {
	done chan struct{}
	feed chan string
}

func (h *hub) stop() {
	close(h.done)
	close(h.feed)
}

func (h *hub) publish(news string) {
	select {
	case <-h.done:
		return
	default:
	}
	h.feed <- news // want "nobody receives any more, this send blocks for ever"
}
