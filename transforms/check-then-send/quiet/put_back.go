package quiet

type batch struct {
	items []int
	taken chan struct{}
}

type sender struct {
	current chan *batch
}

func newSender() *sender {
	s := &sender{current: make(chan *batch, 1)}
	s.current <- &batch{taken: make(chan struct{})}
	return s
}

// What is sent takes the place of what was received just before.
func (s *sender) add(item int) bool {
	b := <-s.current
	select {
	case <-b.taken:
		return false
	default:
		b.items = append(b.items, item)
		s.current <- b
	}
	return true
}
