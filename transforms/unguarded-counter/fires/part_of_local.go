package part_of_local

import "sync"

type result struct{ ok, failed int }

func run(jobs []func()) (total result) {
	var group sync.WaitGroup
	for _, job := range jobs {
		group.Add(1)
		go func() {
			defer group.Done()
			defer func() {
				if recover() != nil {
					total.failed++ // want "total.failed is changed here by several goroutines at once"
					return
				}
				total.ok++ // want "total.ok is changed here by several goroutines at once"
			}()
			job()
		}()
	}
	group.Wait()
	return total
}
