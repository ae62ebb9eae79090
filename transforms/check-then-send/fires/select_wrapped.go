package fires

type worker struct {
	quit    chan struct{}
	results chan<- int
}

func (w *worker) run(inputs []int) {
	for _, input := range inputs {
		select {
		case <-w.quit:
			println("stopped early")
			return
		default:
		}
		// The square may take long.
		square := input * input
		w.results <- square // want "this send blocks for ever"
		println("sent", square)
	}
}
