package fires

// The caller can only receive when it has the channel.
func numbers(upTo int) <-chan int {
	out := make(chan int)
	for i := 0; i < upTo; i++ {
		out <- i // want "this send on `out` never ends"
	}
	close(out)
	return out
}

// A goroutine, where how many there are is not known.
func lines(next func() (string, bool)) <-chan string {
	out := make(chan string)
	for {
		line, ok := next()
		if !ok {
			break
		}
		out <- line // want "this send on `out` never ends"
	}
	close(out)
	return out
}

// A function that is called sends.
func answer() int {
	reply := make(chan int)
	put(reply, 42) // want "this send on `reply` never ends"
	return <-reply
}

func put(out chan<- int, n int) { out <- n }

func sum(values []int) (all int) {
	queue := make(chan int)
	putAll(queue, values) // want "this send on `queue` never ends"
	for n := range queue {
		all += n
	}
	return all
}

func putAll(out chan<- int, values []int) {
	for _, n := range values {
		out <- n
	}
	close(out)
}

func total(upTo int) (all int) {
	for n := range numbers(upTo) {
		all += n
	}
	return all
}

func count(next func() (string, bool)) (n int) {
	for range lines(next) {
		n++
	}
	return n
}

var _, _, _, _ = count, answer, sum, total
