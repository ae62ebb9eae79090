package several

func sum(parts [][]int) (total int) {
	sums := make(chan int)
	for _, part := range parts {
		go func() { sums <- add(part) }()
	}
	close(sums) // want "closed without waiting"
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

// There is a place for each value.
func sumBuffered(parts [][]int) (total int) {
	sums := make(chan int, len(parts))
	for _, part := range parts {
		go func() {
			sums <- add(part)
		}()
	}
	close(sums) // want "closed without waiting"
	for s := range sums {
		total += s
	}
	return total
}

var _, _ = sum, sumBuffered
