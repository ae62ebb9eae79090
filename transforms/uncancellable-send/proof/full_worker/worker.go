package full_worker

import (
	"errors"
	"sync"
)

var errStopped = errors.New("stopped")

type worker struct {
	jobs  chan int
	quit  chan struct{}
	users sync.WaitGroup
	sum   int
}

func start() *worker {
	w := &worker{jobs: make(chan int), quit: make(chan struct{})}
	go w.work()
	return w
}

func (w *worker) work() {
	for {
		select {
		case job := <-w.jobs:
			w.sum += job
		case <-w.quit:
			return
		}
	}
}

func (w *worker) Submit(job int) error {
	select {
	case w.jobs <- job:
		return nil
	case <-w.quit:
		return errStopped
	}
}

func (w *worker) SubmitAll(jobs []int) {
	w.users.Add(1)
	for _, job := range jobs {
		w.jobs <- job
	}
	w.users.Done()
}

func (w *worker) Stop() {
	close(w.quit)
	w.users.Wait()
}
