package rounds

import (
	"log"
	"sync"
)

type job struct {
	name string
	run  func() error
}

type queue struct {
	wg   sync.WaitGroup
	jobs chan job
	quit chan struct{}
}

func (q *queue) add(j job) {
	q.wg.Add(1)
	q.jobs <- j
}

func (q *queue) work() {
	for j := range q.jobs {
		if j.name == "" {
			continue
		}
		if err := j.run(); err != nil {
			log.Printf("%s: %v", j.name, err)
			continue
		}
		q.wg.Done() // want "left out where the round ends"
	}
}

func (q *queue) serve() {
	for {
		select {
		case <-q.quit:
			return
		case j, ok := <-q.jobs:
			if !ok {
				return
			}
			if err := j.run(); err != nil {
				return
			}
			q.wg.Done() // want "left out where the round ends"
		}
	}
}

func (q *queue) wait() { q.wg.Wait() }

func all(names []string, group *sync.WaitGroup) {
	names2 := make(chan string)
	go func() {
	rounds:
		for {
			name := <-names2
			for range 3 {
				println(name)
			}
			if name == "" {
				continue rounds
			}
			group.Done() // want "left out where the round ends"
		}
	}()
	for _, name := range names {
		group.Add(1)
		names2 <- name
	}
}
