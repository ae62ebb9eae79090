package fixture

type worker struct {
	tasks []string
	done  chan struct{}
}

func newWorker(tasks []string) *worker {
	w := &worker{done: make(chan struct{})}
	for _, task := range tasks {
		w.tasks = append(w.tasks, task)
	}
	go w.run()
	return w
}

func (w *worker) run() {
	for _, task := range w.tasks {
		println(task)
	}
	close(w.done)
}
