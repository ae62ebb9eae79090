package fixture

import "time"

type config struct{ limit int }

// Gate lets a number of callers pass. It is safe for concurrent use.
type Gate struct {
	current *config
	load    func() *config
}

func NewGate(load func() *config) *Gate {
	g := &Gate{current: load(), load: load}
	go g.refresh()
	return g
}

func (g *Gate) refresh() {
	for range time.Tick(time.Minute) {
		next := g.load()
		g.current = next // want "g.current"
	}
}

func (g *Gate) Limit() int {
	return g.current.limit
}
