package fires

import "time"

type task struct {
	result chan int
	work   func() int
}

func (t *task) run() {
	t.result <- t.work()
}

func start(work func() int) *task {
	t := &task{
		result: make(chan int), // want "`t.result` is made without room"
		work:   work,
	}
	go t.run()
	return t
}

func (t *task) wait(limit time.Duration) (int, bool) {
	select {
	case value := <-t.result:
		return value, true
	case <-time.After(limit):
		return 0, false
	}
}
