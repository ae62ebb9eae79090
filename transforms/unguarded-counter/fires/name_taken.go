package name_taken

var atomic = "not divisible"

type counter struct {
	n int
}

func (c *counter) add() {
	c.n++ // want "c.n is changed here"
}

func (c *counter) Run(n int) {
	for range n {
		go c.add()
	}
	println(atomic)
}
