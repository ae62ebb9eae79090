// go 1.18
package functions_field

type meter struct {
	name  string
	hits  int64 // all of them
	small int32
	busy  bool
	count uint
}

func (m *meter) run(n int32) {
	m.hits++      // want "m.hits is changed here"
	m.small += n  // want "m.small is changed here"
	m.busy = true // want "m.busy is changed here"
	m.count -= 2  // want "m.count is changed here"
}

func (m *meter) start() {
	go m.run(1)
	go m.run(2)
	if m.busy || !m.busy && m.small+1 > 3 {
		println(m.name, m.hits, m.count)
	}
	m.small = 1 + int32(len(m.name))
	m.busy = false
}
