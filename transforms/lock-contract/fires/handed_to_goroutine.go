package mirror

import "sync"

type Group struct {
	wg sync.WaitGroup
}

func (g *Group) start(run func()) {
	g.wg.Add(1)
	go run()
}

type Mirror struct {
	mu      sync.Mutex
	group   *Group
	sources map[string]bool
}

// cancel forgets a source. The lock mu must be held.
func (m *Mirror) cancel(name string) {
	delete(m.sources, name)
}

func (m *Mirror) Stop(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cancel(name)
}

func (m *Mirror) Follow(name string, lost <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cancel(name)
	m.sources[name] = true
	m.group.start(func() { m.run(name, lost) })
}

// run is on a goroutine of its own, that holds nothing.
func (m *Mirror) run(name string, lost <-chan struct{}) {
	defer m.group.wg.Done()
	<-lost
	m.cancel(name) // want "Mirror.cancel is called without m.mu"
}
