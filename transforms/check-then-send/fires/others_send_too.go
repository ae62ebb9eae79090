package others_send_too

type Export struct {
	out  chan []byte
	done chan struct{}
}

func (e *Export) start(parts [][]byte) {
	go func() {
		for _, part := range parts {
			e.Write(part)
		}
		close(e.done)
	}()
}

// Write is for others as well: they may wait here when the goroutine ends.
func (e *Export) Write(part []byte) {
	select {
	case <-e.done:
		return
	default:
	}
	e.out <- part // want "blocks for ever"
}
