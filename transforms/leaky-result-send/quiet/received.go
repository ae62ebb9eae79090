package quiet

import "sync"

// All results are received.
func all(jobs []func() error) (failed int) {
	errs := make(chan error)
	for _, job := range jobs {
		go func() { errs <- job() }()
	}
	for range jobs {
		if err := <-errs; err != nil {
			failed++
		}
	}
	return failed
}

func exchange(write, read func() error) error {
	written := make(chan error)
	go func() { written <- write() }()
	err := read()
	if other := <-written; err == nil {
		err = other
	}
	return err
}

// The loop ends when it has counted all.
func counted(jobs []func() int) int {
	values := make(chan int)
	for _, job := range jobs {
		go func() { values <- job() }()
	}
	total, left := 0, len(jobs)
	for {
		total += <-values
		left--
		if left == 0 {
			return total
		}
	}
}

// Whoever says that it is over has waited for the senders.
func until(jobs []func() int) (total int) {
	values := make(chan int)
	over := make(chan struct{})
	var group sync.WaitGroup
	for _, job := range jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			values <- job()
		}()
	}
	go func() {
		group.Wait()
		close(over)
	}()
	for {
		select {
		case value := <-values:
			total += value
		case <-over:
			return total
		}
	}
}

// One of the two channels gets something.
func either(load func() (int, error)) (int, error) {
	values, failures := make(chan int), make(chan error)
	go func() {
		value, err := load()
		if err != nil {
			failures <- err
			return
		}
		values <- value
	}()
	select {
	case value := <-values:
		return value, nil
	case err := <-failures:
		return 0, err
	}
}
