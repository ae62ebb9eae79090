package fires

import (
	"fmt"
	"time"
)

type monitor struct {
	count int
	done  chan struct{}
}

func newMonitor() *monitor {
	m := &monitor{done: make(chan struct{})}
	go func() {
		ticker := time.NewTicker(time.Second)
		for range ticker.C { // want "this goroutine waits on `ticker.C` in a loop that never ends"
			fmt.Println("still there")
		}
	}()
	return m
}

func (m *monitor) Close() {
	close(m.done)
}

type reporter struct {
	lines chan string
	quit  chan struct{}
}

func newReporter(write func(string)) *reporter {
	r := &reporter{lines: make(chan string), quit: make(chan struct{})}
	go func() {
		for line := range r.lines { // want "this goroutine waits on `r.lines` in a loop that never ends"
			write(line)
		}
	}()
	return r
}

func (r *reporter) report(line string) {
	select {
	case r.lines <- line:
	case <-r.quit:
	}
}

func (r *reporter) Stop() {
	close(r.quit)
}
