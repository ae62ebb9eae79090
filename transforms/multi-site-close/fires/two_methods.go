package two_methods

// A worker runs until it is stopped, or until it has nothing left to do.
type worker struct {
	jobs chan int
	quit chan struct{} // closed when the worker is to end
}

func (w *worker) Stop() {
	close(w.quit)
}

func (w *worker) Abort() {
	close(w.quit) // want "worker.Abort closes it here, worker.Stop closes it too"
}
