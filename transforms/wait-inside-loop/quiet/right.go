package right

import "sync"

// One after the other, on purpose.
func serial(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			job()
		}()
		wg.Wait()
	}
}

func behind(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

// The inner loop starts them all.
func batches(all [][]func(), size int) {
	var wg sync.WaitGroup
	for _, batch := range all {
		wg.Add(len(batch))
		for _, job := range batch {
			go func() {
				defer wg.Done()
				job()
			}()
		}
		wg.Wait()
	}
}

func last(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for i, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
		if i == len(jobs)-1 {
			wg.Wait()
		}
	}
}

func once(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	for _, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
		wg.Wait()
		break
	}
}
