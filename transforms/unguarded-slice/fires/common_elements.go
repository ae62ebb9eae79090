package common_elements

import "sync"

type histogram struct {
	buckets []int
}

func (h *histogram) add(n int) {
	i := n % len(h.buckets)
	h.buckets[i]++ // want "h.buckets is changed here by several goroutines at once"
}

func collect(numbers []int) *histogram {
	h := &histogram{buckets: make([]int, 4)}
	var wg sync.WaitGroup
	for _, n := range numbers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			h.add(n)
		}()
	}
	wg.Wait()
	return h
}

// One element for those that are done.
func progress(jobs []func() bool) (int, int) {
	counts := make([]int, 2)
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if job() {
				counts[0]++ // want "counts is changed here by several goroutines at once"
			}
		}()
	}
	wg.Wait()
	return counts[0], len(jobs) - counts[0]
}
