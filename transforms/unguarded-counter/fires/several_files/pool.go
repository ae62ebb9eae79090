package several_files

type pool struct {
	size int
}

func (p *pool) grow() {
	p.size++ // want "p.size is changed here"
}

func (p *pool) run() {
	for range 3 {
		go p.grow()
	}
}
