package worker_function

func work(id int, results chan<- int) {
	defer close(results) // want "every goroutine that the loop starts closes it"
	results <- id
}

func start(count int) <-chan int {
	results := make(chan int, count)
	for id := range count {
		go work(id, results)
	}
	return results
}
