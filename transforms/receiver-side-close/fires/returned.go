package returned

func numbers(count int) chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; i < count; i++ {
			out <- i
		}
	}()
	return out
}

func firstOver(limit int) int {
	in := numbers(100)
	for i := range in {
		if i > limit {
			close(in) // want "closed by the side that receives"
			return i
		}
	}
	return -1
}

func all(count int) (sum int) {
	for i := range numbers(count) {
		sum += i
	}
	return sum
}

var _, _ = firstOver, all
