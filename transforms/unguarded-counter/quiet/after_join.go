package after_join

import "sync"

func sum(list []int) int {
	total := 0
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer group.Done()
		for _, n := range list {
			total += n
		}
	}()
	group.Wait()
	total++
	return total
}

func wait(job func()) bool {
	finished := false
	done := make(chan struct{})
	go func() {
		job()
		finished = true
		close(done)
	}()
	<-done
	return finished
}
