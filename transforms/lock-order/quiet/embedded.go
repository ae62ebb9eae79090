package quiet

import "sync"

// Two types embed it: each has its own.
type scope struct {
	sync.Mutex
	n int
}

type peerScope struct {
	*scope
	m *manager
}

type linkScope struct {
	*scope
	m *manager
}

type manager struct {
	mu    sync.Mutex
	links []*linkScope
}

func (m *manager) collect() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, l := range m.links {
		l.Lock()
		l.n = 0
		l.Unlock()
	}
}

func (p *peerScope) join() {
	p.Lock()
	defer p.Unlock()
	p.n = p.m.count()
}

func (m *manager) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.links)
}
