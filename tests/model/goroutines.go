package goroutines

import (
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

type pool struct {
	wg   sync.WaitGroup
	once sync.Once
	jobs chan func()
}

func (p *pool) start(n int) {
	for range n {
		p.wg.Add(1)
		go p.work()
	}
	p.wg.Go(func() { p.stop() })
	time.AfterFunc(time.Second, p.stop)
	var g errgroup.Group
	g.Go(func() error { return nil })
	http.HandleFunc("/stop", func(w http.ResponseWriter, r *http.Request) { p.stop() })
	later := func() { p.wg.Wait() }
	defer later()
	func(q *pool) { q.stop() }(p)
}

func (p *pool) work() {
	defer p.wg.Done()
	for job := range p.jobs {
		job()
	}
}

func (p *pool) stop() {
	p.once.Do(func() { close(p.jobs) })
}
