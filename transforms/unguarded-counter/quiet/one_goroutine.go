package one_goroutine

type loop struct {
	rounds int
	events chan int
}

func (l *loop) start() {
	go l.run()
}

func (l *loop) run() {
	for range l.events {
		l.rounds++
		if l.rounds > 100 {
			l.rounds = 0
		}
	}
}
