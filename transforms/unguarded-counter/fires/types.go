package types

type meter struct {
	a int
	b int32
	c int64
	d uint
	e uint32
	f uint64
	g uintptr
	h bool
}

func (m *meter) run(n int, k int32, z uint, limit uint32) {
	m.a += n         // want "m.a is changed here"
	m.b -= k         // want "m.b is changed here"
	m.c--            // want "m.c is changed here"
	m.d--            // want "m.d is changed here"
	m.e -= 5         // want "m.e is changed here"
	m.f += 1 << 3    // want "m.f is changed here"
	m.g = 7          // want "m.g is changed here"
	m.h = n > int(k) // want "m.h is changed here"
}

func (m *meter) more(n int, z uint, limit uint32) {
	m.a -= n + 1
	m.a = m.a + 2
	m.a = 3 + m.a
	m.a = n
	m.b = -4
	m.d += z
	m.d = z
	m.e -= limit
	m.f = uint64(len("text"))
}

func (m *meter) start() {
	for n := range 3 {
		go m.run(n, 1, 2, 3)
		go m.more(n, 1, 2)
	}
	println(m.a, m.b, m.c, m.d, m.e, m.f, m.g, m.h)
	var total int = m.a * 2
	if m.a > 3 && m.d != 0 && 5 < m.e && !m.h {
		total += m.a
	}
	println(total, float64(m.a), int64(m.a), uint64(m.d))
}
