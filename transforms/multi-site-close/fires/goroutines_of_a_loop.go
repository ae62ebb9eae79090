package goroutines_of_a_loop

import "sync"

func fanIn(sources [][]int) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, source := range sources {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, value := range source {
				out <- value
			}
			close(out) // want "every goroutine that the loop starts closes it"
		}()
	}
	return out
}
