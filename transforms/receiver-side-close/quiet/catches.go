package catches

func try(out chan<- int, v int) (sent bool) {
	defer func() { sent = recover() == nil }()
	out <- v
	return true
}

func first(vs []int) int {
	out := make(chan int)
	for _, v := range vs {
		go try(out, v)
	}
	v := <-out
	close(out)
	return v
}

var _ = first
