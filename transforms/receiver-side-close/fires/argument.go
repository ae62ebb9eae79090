package argument

import "errors"

var errOdd = errors.New("odd")

func evens(count int, out chan<- int) (int, error) {
	sent := 0
	for i := 0; i < count; i++ {
		if i == 99 {
			return sent, errOdd
		}
		out <- 2 * i
		sent++
	}
	return sent, nil
}

func firstOver(limit int) int {
	numbers := make(chan int)
	failed := make(chan error, 1)
	go func() {
		_, err := evens(1000, numbers)
		failed <- err
	}()
	for {
		select {
		case n, ok := <-numbers:
			if !ok {
				return -1
			}
			if n > limit {
				close(numbers) // want "closed by the side that receives"
				return n
			}
		case <-failed:
			return -1
		}
	}
}

// Takes whatever comes, for ever.
func drain() {
	all := make(chan int)
	go func() {
		for range all {
		}
	}()
	_, _ = evens(3, all)
}

var _, _ = firstOver, drain
