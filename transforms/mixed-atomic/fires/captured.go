package captured

import (
	"sync/atomic"
	"time"
)

type bus struct {
	handlers map[string]func()
}

func (b *bus) count(report func(int32)) {
	var answers int32
	done := make(chan bool)
	b.handlers["count"] = func() {
		if atomic.AddInt32(&answers, 1) > 3 {
			done <- true
		}
	}
	go func() {
		select {
		case <-done:
		case <-time.After(time.Second):
		}
		report(answers) // want "answers is read plainly here"
	}()
}
