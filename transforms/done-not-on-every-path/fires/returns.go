package returns

import (
	"errors"
	"log"
	"sync"
)

var errBad = errors.New("bad")

func all(jobs []func() error) {
	var wg sync.WaitGroup
	errs := make(chan error, len(jobs))
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			if err := job(); err != nil {
				errs <- err
				return
			}
			wg.Done() // want "left out where the function returns"
		}()
	}
	wg.Wait()
}

type pool struct {
	wg   sync.WaitGroup
	quit chan struct{}
}

func (p *pool) start(names []string) {
	p.wg.Add(len(names))
	for _, name := range names {
		go p.run(name)
	}
}

func (p *pool) run(name string) {
	log.Println("starts", name)
	if name == "" {
		log.Println("no name")
		return
	}
	for {
		select {
		case <-p.quit:
			p.wg.Done() // want "left out where the function returns"
			return
		default:
		}
		if err := p.step(name); err != nil {
			return
		}
	}
}

func (p *pool) step(string) error { return errBad }

func (p *pool) stop() {
	close(p.quit)
	p.wg.Wait()
}

func visit(page string, group *sync.WaitGroup) {
	if page == "" {
		return
	}
	println(page)
	group.Done() // want "left out"
}

func crawl(pages []string) {
	var wg sync.WaitGroup
	wg.Add(len(pages))
	for _, page := range pages {
		go visit(page, &wg)
	}
	wg.Wait()
}

var pending sync.WaitGroup

// handle counts itself.
func handle(job func() error) error {
	pending.Add(1)
	if err := job(); err != nil {
		return err
	}
	pending.Done() // want "left out"
	return nil
}

func flush() { pending.Wait() }

// The receiver needs the Done before the send.
func rendezvous(job func() error) {
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Add(1)
	go func() {
		if job() != nil {
			return
		}
		wg.Done() // want "left out"
		done <- struct{}{}
	}()
	wg.Wait()
	<-done
}

func switched(kind int, job func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		switch kind {
		case 0:
			return
		case 1:
			job()
		}
		wg.Done() // want "left out"
	}()
	wg.Wait()
}
