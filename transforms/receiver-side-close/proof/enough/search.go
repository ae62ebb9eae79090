package enough

// firstOver finds the first number over a limit.
func firstOver[N int | float64](numbers []N, limit N) (found N) {
	all := make(chan N)
	go send(numbers, all)
	for n := range all {
		if n > limit {
			found = n
			close(all)
			break
		}
	}
	return found
}

func send[N int | float64](numbers []N, out chan<- N) {
	for _, n := range numbers {
		out <- n
	}
}
