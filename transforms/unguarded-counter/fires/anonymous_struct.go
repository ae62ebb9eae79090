package anonymous_struct

type list struct {
	stats struct {
		matches uint64
		inserts uint64
	}
	name string
}

func (l *list) match() {
	l.stats.matches++ // want "l.stats.matches is changed here"
}

func (l *list) run() {
	for range 3 {
		go l.match()
	}
	println(l.name, l.stats.matches, l.stats.inserts)
}
