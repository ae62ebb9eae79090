package generic_type

type Topic[T any] struct {
	values chan T
	ended  chan struct{}
}

func (t *Topic[T]) End() {
	close(t.ended)
}

func (t *Topic[T]) Drop() {
	close(t.ended) // want "Topic.Drop closes it here, Topic.End closes it too"
}
