package own_index

import "sync"

func squares(n int) []int {
	out := make([]int, n)
	flags := make([]bool, n)
	var group sync.WaitGroup
	for i := range n {
		group.Add(1)
		go func() {
			defer group.Done()
			out[i] = i * i
			out[i]++
			flags[i] = true
		}()
	}
	group.Wait()
	return out
}
