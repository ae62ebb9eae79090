package fixture

import (
	"sync/atomic"
	"time"
)

type config struct{ limit int }

// Gate is safe for concurrent use.
type Gate struct {
	current atomic.Pointer[config]
}

func (g *Gate) Reload(load func() *config) {
	for range time.Tick(time.Minute) {
		g.current.Store(load())
	}
}

func (g *Gate) Limit() int { return g.current.Load().limit }
