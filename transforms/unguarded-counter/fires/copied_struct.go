package copied_struct

type stats struct {
	jobs int
}

type pool struct {
	stats stats
}

func (p *pool) done() {
	p.stats.jobs++ // want "p.stats.jobs is changed here"
}

func (p *pool) Run(n int) {
	for range n {
		go p.done()
	}
}

func (p *pool) Stats() stats {
	return p.stats
}
