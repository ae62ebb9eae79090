package fires

func one(load func() int) int {
	value := make(chan int)
	value <- load() // want "this send on `value` never ends"
	return <-value
}

func twice(first, second error) error {
	errs := make(chan error, 1)
	errs <- first
	errs <- second // want "this send on `errs` never ends"
	if err := <-errs; err != nil {
		return err
	}
	return <-errs
}

func each(jobs []func() int) (sum int) {
	results := make(chan int)
	for _, job := range jobs {
		results <- job() // want "this send on `results` never ends"
	}
	close(results)
	for result := range results {
		sum += result
	}
	return sum
}
