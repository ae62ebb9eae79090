package end_passed_on

type report struct {
	results chan int
	total   int
}

func (r *report) sums() <-chan int {
	sums := make(chan int, 1)
	go func() {
		sum := 0
		for result := range r.results {
			sum += result
		}
		sums <- sum
	}()
	return sums
}

func (r *report) collect(parts <-chan int) {
	for part := range parts {
		r.total += part
		r.results <- part
	}
	close(r.results)
}

func (r *report) run(parts <-chan int) int {
	sum := make(chan int, 1)
	go func() { sum <- (<-r.sums()) }()
	go r.collect(parts)
	return <-sum + r.total
}
