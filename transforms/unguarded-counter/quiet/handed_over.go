package handed_over

type batch struct {
	size int
}

func produce(out chan<- *batch) {
	for range 3 {
		b := &batch{}
		b.size++
		out <- b
	}
}

func run() {
	batches := make(chan *batch)
	go produce(batches)
	b := <-batches
	println(b.size)
}
