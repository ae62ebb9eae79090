package nil_behind

type Queue[T any] struct {
	quit chan struct{}
	in   chan T
}

func NewQueue[T any]() *Queue[T] {
	q := &Queue[T]{quit: make(chan struct{}), in: make(chan T)}
	go q.run()
	return q
}

func (q *Queue[T]) run() {
	for {
		select {
		case <-q.in:
		case <-q.quit:
			return
		}
	}
}

func (q *Queue[T]) Close() {
	close(q.quit) // want "q.quit can be closed twice"
	q.quit = nil
}
