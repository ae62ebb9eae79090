package fixture

type worker struct {
	done map[int]bool
	in   chan int
}

func startAll(count int, in chan int) {
	for range count {
		w := &worker{done: map[int]bool{}, in: in}
		go w.run()
	}
}

func (w *worker) run() {
	for number := range w.in {
		w.done[number] = true
	}
}
