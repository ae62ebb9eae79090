package fires

import "sync"

// The goroutine that receives is started too late.
func announce(names []string, greet func(string)) {
	queue := make(chan string)
	for i := 0; i < len(names); i++ {
		queue <- names[i] // want "this send on `queue` never ends"
	}
	close(queue)
	var group sync.WaitGroup
	group.Go(func() {
		for name := range queue {
			greet(name)
		}
	})
	group.Wait()
}

func forgotten() {
	ready := make(chan struct{})
	ready <- struct{}{} // want "this send on `ready` never ends"
}
