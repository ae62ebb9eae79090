package waited

import "sync"

func joined(parts [][]int) (sum int) {
	numbers := make(chan int, 100)
	var group sync.WaitGroup
	for _, part := range parts {
		group.Add(1)
		go func() {
			defer group.Done()
			for _, n := range part {
				numbers <- n
			}
		}()
	}
	sum += <-numbers
	group.Wait()
	close(numbers)
	return sum
}

func told(parts [][]int) (sum int) {
	numbers := make(chan int, 100)
	done := make(chan struct{})
	for _, part := range parts {
		go func() {
			for _, n := range part {
				numbers <- n
			}
			done <- struct{}{}
		}()
	}
	sum += <-numbers
	for range parts {
		<-done
	}
	close(numbers)
	return sum
}
