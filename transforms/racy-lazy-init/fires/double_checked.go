package fixture

import "sync"

type engine struct{ name string }

// Garage is safe for concurrent use.
type Garage struct {
	mu     sync.Mutex
	engine *engine
}

func (g *Garage) Engine() *engine {
	if g.engine == nil { // want "g.engine"
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.engine == nil {
			g.engine = &engine{name: "v8"}
		}
	}
	return g.engine
}
