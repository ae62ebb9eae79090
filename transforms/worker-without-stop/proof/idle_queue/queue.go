package idle_queue

type queue[T any] struct {
	items chan T
	quit  chan struct{}
}

func start[T any](use func(T)) *queue[T] {
	q := &queue[T]{items: make(chan T), quit: make(chan struct{})}
	go q.run(use)
	return q
}

func (q *queue[T]) run(use func(T)) {
	for item := range q.items {
		use(item)
	}
}

func (q *queue[T]) Add(item T) { q.items <- item }

func (q *queue[T]) Close() { close(q.quit) }
