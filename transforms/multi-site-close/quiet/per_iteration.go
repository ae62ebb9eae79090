package per_iteration

func each(values []int, handle func(int, <-chan struct{})) {
	for _, value := range values {
		done := make(chan struct{})
		go handle(value, done)
		close(done)
	}
}

type round struct {
	ended chan struct{}
}

func rounds(count int) {
	for range count {
		r := &round{ended: make(chan struct{})}
		go func() {
			defer close(r.ended)
		}()
		<-r.ended
	}
}
