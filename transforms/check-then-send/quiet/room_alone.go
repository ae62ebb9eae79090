package quiet

// No other goroutine sends: what has room, keeps it.
func batch(numbers []int, use func(<-chan int)) {
	window := make(chan int, 4)
	for _, number := range numbers {
		if len(window) == cap(window) {
			<-window
			continue
		}
		window <- number
	}
	use(window)
}
