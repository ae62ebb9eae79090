package returned

func squares(numbers []int) <-chan int {
	out := make(chan int, 1)
	defer close(out) // want "closed without waiting"
	for _, n := range numbers {
		go func() { out <- n * n }()
	}
	return out
}

func sum(numbers []int) (total int) {
	for n := range squares(numbers) {
		total += n
	}
	return total
}

var _ = sum
