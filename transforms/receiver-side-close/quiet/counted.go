package counted

import "sync/atomic"

// As many are received as are sent.
func all(jobs []int) (sum int) {
	results := make(chan int)
	for _, job := range jobs {
		go func() { results <- job * job }()
	}
	for range jobs {
		sum += <-results
	}
	close(results)
	return sum
}

// The count says when the last one has come.
func counted(jobs []int) (sum int) {
	results := make(chan int)
	for _, job := range jobs {
		go func() { results <- job * job }()
	}
	n := 0
	for result := range results {
		sum += result
		if n++; n == len(jobs) {
			close(results)
		}
	}
	return sum
}

// One value, which was received.
func one(job func() int) int {
	result := make(chan int)
	go func() { result <- job() }()
	value := <-result
	close(result)
	return value
}

// The last one closes.
func last(jobs []int) (sum int) {
	results := make(chan int)
	var left atomic.Int32
	left.Store(int32(len(jobs)))
	for _, job := range jobs {
		go func() {
			results <- job
			if left.Add(-1) == 0 {
				close(results)
			}
		}()
	}
	for result := range results {
		sum += result
	}
	return sum
}
