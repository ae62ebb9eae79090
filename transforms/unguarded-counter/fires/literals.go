package literals

type counter struct {
	name string
	n    int
	left int64
	up   bool
}

func newCounter(name string) *counter {
	return &counter{name: name, n: 0}
}

func filled(name string, left int64) *counter {
	c := &counter{
		name: name,
		left: left,
		up:   true,
	}
	go c.run()
	return c
}

func (c *counter) run() {
	c.n++        // want "c.n is changed here"
	c.left--     // want "c.left is changed here"
	c.up = false // want "c.up is changed here"
}

func (c *counter) start() {
	go c.run()
	go c.run()
	println(c.name, c.n, c.left, c.up)
}
