package defer_and_explicit

func collect(values []int) []int {
	results := make(chan int, len(values))
	defer close(results)
	for _, value := range values {
		results <- value * value
	}
	close(results) // want "its deferred close closes it again"
	var squares []int
	for square := range results {
		squares = append(squares, square)
	}
	return squares
}
