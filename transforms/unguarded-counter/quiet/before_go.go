package before_go

type worker struct {
	size int
	name string
}

func start() {
	w := &worker{}
	w.size = 5
	w.size++
	go w.run()
}

func (w *worker) run() {
	println(w.size)
}
