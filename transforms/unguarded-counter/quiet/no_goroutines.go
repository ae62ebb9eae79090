package no_goroutines

var calls int

type counter struct {
	n int
}

func (c *counter) add() {
	c.n++
	calls++
}

func use() int {
	var c counter
	c.add()
	c.add()
	return c.n
}
