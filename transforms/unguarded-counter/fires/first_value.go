package first_value

var level = 3

type limits struct {
	name string
	free int
	open bool
}

func newLimits() *limits {
	return &limits{free: 10, name: "all", open: true}
}

func (l *limits) take() {
	l.free--       // want "l.free is changed here"
	l.open = false // want "l.open is changed here"
}

func lower() {
	level-- // want "level is changed here"
}

func Run(n int) {
	l := newLimits()
	for range n {
		go l.take()
		go lower()
	}
	println(l.name, l.free, l.open)
}
