package polled_flag

import "time"

type worker struct {
	done   bool
	closed bool
}

func (w *worker) run(step func()) {
	for !w.done {
		step()
	}
}

func (w *worker) Start(step func()) {
	go w.run(step)
	time.Sleep(time.Second)
	w.done = true // want "w.done is changed here"
}

func wait(step func() error) {
	finished := false
	go func() {
		for step() == nil {
		}
		finished = true // want "finished is changed here"
	}()
	for !finished {
		time.Sleep(time.Millisecond)
	}
}
