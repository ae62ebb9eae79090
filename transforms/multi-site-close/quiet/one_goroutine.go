package one_goroutine

import "sync"

func merge(sources []<-chan int) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, source := range sources {
		wg.Go(func() {
			for value := range source {
				out <- value
			}
		})
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}
