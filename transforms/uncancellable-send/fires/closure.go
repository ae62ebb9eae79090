package fires

import "time"

type job struct{ round int }

type worker struct {
	jobs   chan *job
	starts chan struct{}
	exit   chan struct{}
	rounds int
}

func start() *worker {
	w := &worker{
		jobs:   make(chan *job),
		starts: make(chan struct{}, 1),
		exit:   make(chan struct{}),
	}
	go w.plan(time.Second)
	go w.work()
	return w
}

func (w *worker) plan(pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	commit := func() {
		w.jobs <- &job{round: w.rounds} // want "this send on `w.jobs` does not watch `w.exit`"
		timer.Reset(pause)
	}
	for {
		select {
		case <-w.starts:
			commit()
		case <-timer.C:
			commit()
		case <-w.exit:
			return
		}
	}
}

func (w *worker) work() {
	for {
		select {
		case next := <-w.jobs:
			w.rounds = next.round + 1
		case <-w.exit:
			return
		}
	}
}

func (w *worker) Close() { close(w.exit) }
