package loop_variable

import "sync"

func run(n int, job func(int)) {
	var group sync.WaitGroup
	for i := 0; i < n; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			job(i)
		}()
	}
	group.Wait()
}
