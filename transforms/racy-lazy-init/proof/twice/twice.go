package twice

import "sync"

// Garage has one engine. It is safe for concurrent use.
type Garage struct {
	mu     sync.Mutex
	engine *string
}

// Engine makes the engine when it is first needed.
func (g *Garage) Engine() *string {
	if g.engine == nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.engine == nil {
			name := "v8"
			g.engine = &name
		}
	}
	return g.engine
}
