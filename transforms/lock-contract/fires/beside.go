package fires

import (
	"fmt"
	"sync"
)

type Guest struct {
	mu    sync.Mutex
	names []string
	rank  int
}

// first gives the first name.
// Lock should be held.
func (g *Guest) first() string {
	if len(g.names) == 0 {
		return ""
	}
	return g.names[0]
}

// title gives how to address the guest.
// Lock should be held.
func (g *Guest) title() string {
	return fmt.Sprint(g.rank, g.names)
}

func (g *Guest) Name(name string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.names = append(g.names, name)
	return g.first()
}

func (g *Guest) Promote() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.rank++
	return g.first()
}

func (g *Guest) Forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.names = nil
	g.rank = 0
}

func (g *Guest) Count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.names) + g.rank
}

func (g *Guest) Greet(say func(string)) {
	if g.first() != "" { // want "Guest.first is called without g.mu"
		say(g.title())
	}
	say("welcome")
}
