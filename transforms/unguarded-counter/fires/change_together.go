package change_together

type window struct {
	first, last int
}

func (w *window) move(first, size int) {
	w.first = first       // want "w.first is changed here"
	w.last = first + size // want "w.last is changed here"
}

func (w *window) Run(n int) {
	for i := range n {
		go w.move(i, 10)
	}
	println(w.first, w.last)
}
