package station

import "sync"

type Station struct {
	mu      sync.Mutex
	running bool
	tasks   sync.WaitGroup
}

// start runs a function on a goroutine of its own, and is told so in no other way.
func (s *Station) start(run func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.tasks.Add(1)
		go func() {
			defer s.tasks.Done()
			run()
		}()
	}
}

type train struct {
	sync.Mutex
	station *Station
	speed   int
	moves   chan int
}

func (s *Station) newTrain() *train {
	t := &train{station: s, moves: make(chan int)}
	s.start(t.run)
	return t
}

func (t *train) run() {
	for speed := range t.moves {
		t.speed = speed // want "t.speed is written without t.Mutex"
		t.report()
	}
}

func (t *train) report() {
	t.Lock()
	defer t.Unlock()
	println(t.speed)
}

func (t *train) halt() {
	t.Lock()
	defer t.Unlock()
	t.speed = 0
}

func (t *train) faster() {
	t.Lock()
	defer t.Unlock()
	t.speed++
}

func (t *train) slower() {
	t.Lock()
	defer t.Unlock()
	t.speed--
}

func (t *train) Speed() int {
	t.Lock()
	defer t.Unlock()
	return t.speed
}
