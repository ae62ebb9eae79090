// go 1.16
package functions_variables

import "sync"

var requests int

var verbose = true

var x, y int32

func handle() {
	requests++      // want "requests is changed here"
	verbose = false // want "verbose is changed here"
	x++             // want "x is changed here"
}

func start() {
	for i := 0; i < 3; i++ {
		go handle()
	}
	println(requests, verbose, x, y)
}

func count(jobs []func()) (int, bool) {
	done := 0
	sum := 5
	failed := false
	last := int32(0)
	var group sync.WaitGroup
	for _, job := range jobs {
		job := job
		group.Add(1)
		go func() {
			defer group.Done()
			job()
			done++               // want "done is changed here"
			sum += len(jobs) - 1 // want "sum is changed here"
			failed = true        // want "failed is changed here"
			last++               // want "last is changed here"
		}()
	}
	group.Wait()
	println(sum, last)
	return done, failed
}
