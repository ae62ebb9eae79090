package recovered

import (
	"log"
	"sync"
)

func all(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer func() {
				if r := recover(); r != nil {
					log.Println(r)
				}
			}()
			job()
			wg.Done() // want "left out if what stands before it panics"
		}()
	}
	wg.Wait()
}

type server struct{ wg sync.WaitGroup }

func (s *server) start(handle func()) {
	s.wg.Add(1)
	go s.run(handle)
}

func (s *server) run(handle func()) {
	defer s.rescue()
	handle()
	s.wg.Done() // want "left out if what stands before it panics"
}

func (s *server) rescue() {
	if r := recover(); r != nil {
		log.Println(r)
	}
}

func (s *server) stop() { s.wg.Wait() }

func checked(values []int) {
	var wg sync.WaitGroup
	for _, value := range values {
		wg.Add(1)
		go func() {
			defer func() { recover() }()
			if value < 0 {
				panic("negative")
			}
			wg.Done() // want "left out if what stands before it panics"
		}()
	}
	wg.Wait()
}
