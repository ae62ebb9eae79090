package after_join

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func count(jobs []func()) int64 {
	var done int64
	done = 0
	var group sync.WaitGroup
	for _, job := range jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			job()
			atomic.AddInt64(&done, 1)
		}()
	}
	group.Wait()
	return done
}

func report(jobs []func()) {
	var done int64
	end := make(chan struct{})
	go func() {
		for _, job := range jobs {
			job()
			atomic.AddInt64(&done, 1)
		}
		close(end)
	}()
	go func() {
		<-end
		fmt.Println(done)
	}()
}
