package quiet

type sampler struct {
	samples chan int
}

func newSampler() *sampler { return &sampler{samples: make(chan int, 100)} }

// Half of the buffer is kept free: it is no question of room.
func (s *sampler) sample(value int) {
	if len(s.samples) < 50 {
		s.samples <- value
	}
}
