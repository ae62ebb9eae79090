package loops

import "sync"

func all(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
		wg.Wait() // want "in the loop that starts what it waits for"
	}
}

type pool struct {
	wg   sync.WaitGroup
	size int
}

func (p *pool) start() {
	p.wg.Add(p.size)
	for i := 0; i < p.size; i++ {
		go p.work(i)

		p.wg.Wait() // all of them // want "in the loop"
	}
	println("done")
}

func (p *pool) work(number int) {
	println(number)
	p.wg.Done()
}

const workers = 3

func given(wg *sync.WaitGroup, job func(*sync.WaitGroup)) {
	wg.Add(workers)
	for range workers {
		go once(wg)
		wg.Wait() // want "in the loop"
	}
}

func once(group *sync.WaitGroup) { defer group.Done() }

var group sync.WaitGroup

func rounds(batches [][]func()) {
	for _, batch := range batches {
		group.Add(len(batch))
		for _, job := range batch {
			go func() {
				job()
				group.Done()
			}()
			group.Wait() // want "in the loop"
		}
	}
}

func followed(jobs []func() int) (sum int) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		n := 0
		go func() {
			defer wg.Done()
			n = job()
		}()
		wg.Wait() // want "in the loop"
		sum += n
	}
	return sum
}

func skipped(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		if job == nil {
			continue
		}
		go func() {
			defer wg.Done()
			job()
		}()
		wg.Wait() // want "in the loop"
	}
}
