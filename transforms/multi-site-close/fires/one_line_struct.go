package one_line_struct

type Gate struct{ open chan struct{} }

func (g *Gate) Open() {
	close(g.open)
}

func (g *Gate) Force() {
	close(g.open) // want "Gate.Force closes it here, Gate.Open closes it too"
}
