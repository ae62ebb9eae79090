package rounds

import "sync"

type host struct {
	name  string
	polls int
}

type monitor struct {
	hosts []*host
}

// Each round waits for its goroutines.
func (m *monitor) poll(rounds int) {
	for range rounds {
		var wg sync.WaitGroup
		for _, h := range m.hosts {
			wg.Add(1)
			go func() {
				defer wg.Done()
				h.polls++
			}()
		}
		wg.Wait()
	}
}

// Each round has hosts of its own.
func discover(rounds int, find func(int) []*host) {
	for round := range rounds {
		hosts := find(round)
		for _, h := range hosts {
			go func() { h.polls++ }()
		}
	}
}
