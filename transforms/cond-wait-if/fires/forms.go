package forms

import "sync"

type queue struct {
	mu    sync.Mutex
	ready *sync.Cond
	items []int
}

func (q *queue) take() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 { // want "q.ready.Wait can return while `len(q.items) == 0` still holds"
		// Somebody will put one.
		q.ready.Wait()
	}
	item := q.items[0]
	q.items = q.items[1:]
	return item
}

func until(c *sync.Cond, done func() bool) {
	c.L.Lock()
	defer c.L.Unlock()
	if !done() { // want "`!done()` still holds"
		c.Wait()
	}
}

type gate struct {
	sync.Cond
	open bool
}

func (g *gate) pass() {
	g.L.Lock()
	if !g.open { // want "g.Wait can return"
		g.Wait()
	}
	g.L.Unlock()
}
