package foreign_call

import (
	"io"
	"sync"
)

// Gate keeps what is written until it is opened.
type Gate struct {
	to     io.Writer
	mu     sync.RWMutex
	isOpen bool
	kept   [][]byte
}

func (g *Gate) Open() {
	g.mu.Lock()
	g.isOpen = true
	g.mu.Unlock()
	for _, part := range g.kept {
		g.Write(part)
	}
}

func (g *Gate) Write(part []byte) (int, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.isOpen {
		return g.to.Write(part)
	}
	g.kept = append(g.kept, part) // want "g.kept is changed while g.mu is locked for reading only"
	return len(part), nil
}
