// go 1.21

package old

import "sync"

func use(n int) {}

func quiet(numbers []int) {
	// A copy for each round.
	for _, n := range numbers {
		n := n
		go func() { use(n) }()
	}
	// Given as an argument.
	for _, n := range numbers {
		go func(n int) { use(n) }(n)
		go use(n)
	}
	// The round waits.
	for _, n := range numbers {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(n)
		}()
		wg.Wait()
	}
	for _, n := range numbers {
		done := make(chan struct{})
		go func() {
			use(n)
			close(done)
		}()
		<-done
	}
	// Only the last round starts one.
	for _, n := range numbers {
		if n > 3 {
			go func() { use(n) }()
			break
		}
	}
	// It runs at once.
	for _, n := range numbers {
		func() { use(n) }()
	}
	// Deferred within the round.
	for _, n := range numbers {
		func() {
			defer func() { use(n) }()
		}()
	}
	// Declared outside of the loop: another matter.
	var last int
	for _, last = range numbers {
		use(last)
	}
	go func() { use(last) }()
}
