package quiet

import "sync"

// Gate holds lines back. That Write appends under the read lock is reported as that, and not once more.
type Gate struct {
	lock  sync.RWMutex
	lines []string
	open  bool
}

func (g *Gate) Flush() {
	g.lock.Lock()
	g.open = true
	g.lock.Unlock()
	for _, line := range g.lines {
		g.Write(line)
	}
	g.lines = nil
}

func (g *Gate) Write(line string) {
	g.lock.RLock()
	defer g.lock.RUnlock()
	if g.open {
		println(line)
		return
	}
	g.lines = append(g.lines, line)
}
