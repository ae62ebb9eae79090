package fields_together

type Pair struct {
	left, right chan struct{}
	count       int
}

func (p *Pair) Close() {
	close(p.left)
}

func (p *Pair) Abort() {
	close(p.left) // want "Pair.Abort closes it here, Pair.Close closes it too"
}
