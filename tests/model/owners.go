package owners

// Who makes, sends on, receives from and closes a channel.

type feed struct {
	items chan int
	quit  chan struct{}
}

func open(n int) *feed {
	items := make(chan int, n)
	f := &feed{items: items, quit: make(chan struct{})}
	go f.run()
	return f
}

func (f *feed) run() {
	defer close(f.items)
	for i := 0; ; i++ {
		select {
		case f.items <- i:
		case <-f.quit:
			return
		}
	}
}

func (f *feed) stop() {
	close(f.quit)
	for range f.items {
	}
}

func numbers() <-chan int {
	out := make(chan int)
	go fill(out)
	return out
}

func fill(out chan<- int) {
	out <- 1
	close(out)
}

func sum() (n int) {
	in := numbers()
	for {
		v, ok := <-in
		if !ok {
			return n
		}
		n += v
	}
}
