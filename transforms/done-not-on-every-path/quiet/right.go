package right

import (
	"errors"
	"log"
	"sync"
	"sync/atomic"
)

func deferred(jobs []func() error) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := job(); err != nil {
				return
			}
			log.Println("done")
		}()
	}
	wg.Wait()
}

func inLiteral(job func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() {
			recover()
			wg.Done()
		}()
		if job() != nil {
			return
		}
	}()
	wg.Wait()
}

func each(job func() error) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := job(); err != nil {
			wg.Done()
			return
		}
		if job() == nil {
			finish(&wg)
			return
		}
		wg.Done()
	}()
	wg.Wait()
}

func finish(wg *sync.WaitGroup) { wg.Done() }

func named(job func() error) {
	var wg sync.WaitGroup
	done := func() { wg.Done() }
	wg.Add(1)
	go func() {
		if job() != nil {
			done()
			return
		}
		wg.Done()
	}()
	wg.Wait()
}

// The last one counts down for all.
func lastOne(jobs []func()) {
	var wg sync.WaitGroup
	var left atomic.Int32
	left.Store(int32(len(jobs)))
	wg.Add(1)
	for _, job := range jobs {
		go func() {
			job()
			if left.Add(-1) > 0 {
				return
			}
			wg.Done()
		}()
	}
	wg.Wait()
}

// handOver counts for the goroutine that it starts.
type pool struct {
	wg   sync.WaitGroup
	jobs chan func() error
}

func (p *pool) handOver(job func()) error {
	p.wg.Add(1)
	if job == nil {
		p.wg.Done()
		return errors.New("no job")
	}
	go func() {
		job()
		p.wg.Done()
	}()
	return nil
}

// release is the other half of acquire.
func (p *pool) release(count int) {
	if count == 0 {
		return
	}
	p.wg.Done()
}

func (p *pool) add(job func() error) {
	p.wg.Add(1)
	p.jobs <- job
}

func (p *pool) work() {
	for {
		job, ok := <-p.jobs
		if !ok {
			return
		}
		if job() != nil {
			p.jobs <- job
			continue
		}
		p.wg.Done()
	}
}

func (p *pool) retry() {
	for job := range p.jobs {
		if job() != nil {
			p.later(job)
			continue
		}
		if job == nil {
			p.wg.Done()
			continue
		}
		p.wg.Done()
	}
}

func (p *pool) later(job func() error) {}

func (p *pool) wait() { p.wg.Wait() }

// One Done ends several goroutines' work.
func watch(events chan int, wg *sync.WaitGroup) {
	go func() {
		for event := range events {
			if event == 0 {
				wg.Done()
				return
			}
		}
	}()
}

// Each step holds the other side until it is done.
func steps(dial, write func() error) error {
	var first, second sync.WaitGroup
	first.Add(1)
	second.Add(1)
	errs := make(chan error, 2)
	go func() {
		if err := dial(); err != nil {
			errs <- err
			return
		}
		first.Done()
		second.Wait()
		errs <- write()
	}()
	go func() {
		first.Wait()
		errs <- write()
		second.Done()
	}()
	return <-errs
}
