package generic

type Stream[T any] struct {
	values chan T
}

func Start[T any](values []T) *Stream[T] {
	s := &Stream[T]{values: make(chan T)}
	go s.send(values)
	return s
}

func (s *Stream[T]) send(values []T) {
	for _, value := range values {
		s.values <- value
	}
}

func (s *Stream[T]) First() T {
	value := <-s.values
	close(s.values) // want "closed by the side that receives"
	return value
}

func firstOf[T any](values []T) (first T) {
	all := make(chan T)
	go func() {
		for _, value := range values {
			all <- value
		}
	}()
	first = <-all
	close(all) // want "closed by the side that receives"
	return first
}

var _ = firstOf[int]
