package maximum

type gauge struct {
	highest int64
}

func (g *gauge) see(value int64) {
	if value > g.highest {
		g.highest = value // want "g.highest is changed here"
	}
}

func (g *gauge) Watch(values ...int64) {
	for _, value := range values {
		go g.see(value)
	}
}
