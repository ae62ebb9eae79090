// go 1.21
package severalold

import "sync"

// The group is there already.
func gather(parts [][]int) []int {
	var pending sync.WaitGroup
	numbers := make(chan int)
	for _, part := range parts {
		part := part
		pending.Add(1)
		go func() {
			defer pending.Done()
			for _, n := range part {
				numbers <- n
			}
		}()
	}
	var all []int
	for n := range numbers {
		if n < 0 {
			close(numbers) // want "closed by the side that receives"
			break
		}
		all = append(all, n)
	}
	return all
}

// No group yet, and arguments.
func spread(names []string) int {
	lengths := make(chan int)
	for _, name := range names {
		go func(name string) { lengths <- len(name) }(name)
	}
	total := 0
	for length := range lengths {
		total += length
		if total > 100 {
			close(lengths) // want "closed by the side that receives"
			break
		}
	}
	return total
}
