package semaphore

type gate struct {
	slots chan struct{}
}

func newGate(n int) *gate {
	g := &gate{slots: make(chan struct{}, n)}
	for range n {
		g.slots <- struct{}{}
	}
	return g
}

func (g *gate) run(jobs []func()) {
	for _, job := range jobs {
		<-g.slots
		go func() {
			job()
			g.slots <- struct{}{}
		}()
	}
}

// Takes all places, so that nobody is left to give one back.
func (g *gate) close() {
	for range cap(g.slots) {
		<-g.slots
	}
	close(g.slots)
}
