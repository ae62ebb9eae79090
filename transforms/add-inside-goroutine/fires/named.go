package named

import "sync"

type manager struct {
	wg   sync.WaitGroup
	quit chan struct{}
}

type fetcher struct {
	pm *manager
}

func newFetcher(pm *manager) *fetcher {
	f := &fetcher{pm: pm}

	go f.syncLoop()
	return f
}

// syncLoop is the main loop.
func (f *fetcher) syncLoop() {
	f.pm.wg.Add(1) // want "runs in the goroutine"
	defer f.pm.wg.Done()

	<-f.pm.quit
}

func (m *manager) stop() {
	close(m.quit)
	m.wg.Wait()
}

func (m *manager) start(workers int) {
	for range workers {
		go m.work()
	}
	if workers == 0 {
		go m.work()
	}
}

func (m *manager) work() {
	m.wg.Add(1) // want "runs in the goroutine"
	<-m.quit
	m.wg.Done()
}

func crawl(pages []string) {
	var wg sync.WaitGroup
	for _, page := range pages {
		go visit(page, &wg)
	}
	wg.Wait()
}

func visit(page string, group *sync.WaitGroup) {
	group.Add(1) // want "runs in the goroutine"
	defer group.Done()
	println(page)
}

func (m *manager) watch() {
	go func() {
		println("watching")
		m.watchLoop()
	}()
}

func (m *manager) watchLoop() {
	m.wg.Add(1) // want "runs in the goroutine"
	defer m.wg.Done()
	<-m.quit
}

type base struct {
	wg sync.WaitGroup
}

func (b *base) run() {
	b.wg.Add(1) // want "runs in the goroutine"
	defer b.wg.Done()
}

type service struct {
	base
}

func (s *service) open() {
	go s.run()
}

func (s *service) close() { s.wg.Wait() }
