package collected

// sum adds up the parts, each on a goroutine of its own.
func sum(parts [][]int) (total int) {
	sums := make(chan int)
	for _, part := range parts {
		go func() { sums <- add(part) }()
	}
	close(sums)
	for s := range sums {
		total += s
	}
	return total
}

func add(part []int) (sum int) {
	for _, n := range part {
		sum += n
	}
	return sum
}
