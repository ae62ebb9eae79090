// go 1.24
package counted

import "sync"

// The group is there, and asked too late.
func lengths(words []string) (all []int) {
	out := make(chan int, len(words))
	var wg sync.WaitGroup
	for _, word := range words {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- len(word)
		}()
	}
	close(out) // want "closed without waiting"
	wg.Wait()
	for n := range out {
		all = append(all, n)
	}
	return all
}

// The group is there, and nobody waits.
func letters(words []string) (all int) {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, word := range words {
		wg.Add(1)
		go func(word string) {
			defer wg.Done()
			for range word {
				out <- 1
			}
		}(word)
	}
	close(out) // want "closed without waiting"
	for n := range out {
		all += n
	}
	return all
}

// Named functions, two of them.
func both(words []string) (all int) {
	out := make(chan int)
	go short(words, out)
	go long(words, out)
	close(out) // want "closed without waiting"
	for n := range out {
		all += n
	}
	return all
}

func short(words []string, out chan<- int) {
	for _, word := range words {
		if len(word) < 5 {
			out <- len(word)
		}
	}
}

func long(words []string, out chan<- int) {
	for _, word := range words {
		if len(word) >= 5 {
			out <- len(word)
		}
	}
}

var _, _, _ = lengths, letters, both
