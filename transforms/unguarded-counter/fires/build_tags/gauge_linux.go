package build_tags

func (g *gauge) raise() {
	g.level++ // want "g.level is changed here"
}
