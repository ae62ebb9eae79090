package waits

import "sync"

func inLine(parts []int) (total int) {
	out := make(chan int, len(parts))
	var wg sync.WaitGroup
	for _, part := range parts {
		wg.Go(func() { out <- part })
	}
	wg.Wait()
	close(out)
	for n := range out {
		total += n
	}
	return total
}

func apart(parts []int) (total int) {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, part := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- part
		}()
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	for n := range out {
		total += n
	}
	return total
}

// The deferred calls run from the last to the first.
func deferred(parts []int) chan int {
	out := make(chan int, len(parts))
	defer close(out)
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, part := range parts {
		wg.Go(func() { out <- part })
	}
	return out
}

// Another channel tells that it is sent.
func told(part int) int {
	out := make(chan int, 1)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		out <- part
	}()
	<-sent
	close(out)
	return <-out
}

// It is another channel that the goroutine sends on.
func other(part int) int {
	ready := make(chan struct{})
	out := make(chan int)
	go func() {
		<-ready
		out <- part
	}()
	close(ready)
	return <-out
}
