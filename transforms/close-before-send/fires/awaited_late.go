// go 1.24
package awaited

import "sync"

// The loop over the channel comes before the wait, so the close cannot come behind that.
func squares(n int) (sum int) {
	out := make(chan int)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- i * i
		}()
	}
	close(out) // want "closed without waiting"
	for square := range out {
		sum += square
	}
	wg.Wait()
	return sum
}

// Nobody receives before the wait, which would never end.
func cubes(n int) (sum int) {
	out := make(chan int)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- i * i * i
		}()
	}
	close(out) // want "closed without waiting"
	wg.Wait()
	for cube := range out {
		sum += cube
	}
	return sum
}

var _, _ = squares, cubes
