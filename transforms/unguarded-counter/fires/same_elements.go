package same_elements

import "sync"

type host struct {
	name  string
	polls int
}

type monitor struct {
	hosts []*host
}

// Each round comes to the same hosts while the goroutines of the round before may still run.
func (m *monitor) poll(rounds int) {
	var wg sync.WaitGroup
	for range rounds {
		for _, h := range m.hosts {
			wg.Add(1)
			go func() {
				defer wg.Done()
				visit(h)
			}()
		}
	}
	wg.Wait()
}

func visit(h *host) {
	h.polls++ // want "h.polls is changed here by several goroutines at once"
}
