package goroutine_with_parameter

func produce(values []int) <-chan int {
	out := make(chan int, len(values))
	go func(c chan int) {
		defer close(c)
		for _, value := range values {
			c <- value
		}
	}(out)
	if len(values) == 0 {
		close(out) // want "closed twice"
	}
	return out
}
