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

type Train struct {
	sync.Mutex
	station *Station
	speed   int
	moves   chan int
}

func (s *Station) NewTrain() *Train {
	t := &Train{station: s, moves: make(chan int)}
	s.start(func() { t.run() })
	return t
}

func (t *Train) run() {
	for speed := range t.moves {
		t.speed = speed // want "t.speed is written without t"
		t.report()
	}
}

func (t *Train) report() {
	t.Lock()
	defer t.Unlock()
	println(t.speed)
}

func (t *Train) Halt() {
	t.Lock()
	defer t.Unlock()
	t.speed = 0
}

func (t *Train) Faster() {
	t.Lock()
	defer t.Unlock()
	t.speed++
}

func (t *Train) Slower() {
	t.Lock()
	defer t.Unlock()
	t.speed--
}

func (t *Train) Speed() int {
	t.Lock()
	defer t.Unlock()
	return t.speed
}
