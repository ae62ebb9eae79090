package embedded

type traffic struct {
	in, out int64
}

type conn struct {
	traffic
	name string
}

func (c *conn) read(n int64)  { c.in += n }          // want "c.in is changed here"
func (c *conn) write(n int64) { c.traffic.out += n } // want "c.traffic.out is changed here"

func (c *conn) run() {
	for range 2 {
		go c.read(1)
		go c.write(2)
	}
	println(c.name, c.in, c.out)
}
