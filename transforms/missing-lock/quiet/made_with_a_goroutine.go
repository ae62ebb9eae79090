package made_with_a_goroutine

import "sync"

type settings map[string]int

type stream struct {
	mu   sync.RWMutex
	cfg  settings
	work chan int
	sum  int
}

// The goroutine that runs already has nothing to do with cfg.
func add(cfg settings) *stream {
	s := &stream{cfg: cfg, work: make(chan int)}
	go s.loop()
	s.tune()
	streams.Lock()
	streams.all = append(streams.all, s)
	streams.Unlock()
	return s
}

func (s *stream) loop() {
	for n := range s.work {
		s.sum += n
	}
}

func (s *stream) tune() int {
	if s.cfg["limit"] > 0 {
		return s.cfg["limit"]
	}
	return s.cfg["depth"] * 2
}

func (s *stream) Update(cfg settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg = cfg
}

func (s *stream) Kinds() (n int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.cfg["limit"] > 0 {
		n++
	}
	if s.cfg["depth"] > 0 {
		n++
	}
	if s.cfg["width"] > 0 {
		n++
	}
	if s.cfg["age"] > 0 {
		n++
	}
	if s.cfg["size"] > 0 {
		n++
	}
	if s.cfg["rate"] > 0 {
		n++
	}
	if s.cfg["burst"] > 0 {
		n++
	}
	if s.cfg["delay"] > 0 {
		n++
	}
	return n
}

func (s *stream) Largest() (n int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n = max(n, s.cfg["limit"])
	n = max(n, s.cfg["depth"])
	n = max(n, s.cfg["width"])
	n = max(n, s.cfg["age"])
	n = max(n, s.cfg["size"])
	n = max(n, s.cfg["rate"])
	n = max(n, s.cfg["burst"])
	n = max(n, s.cfg["delay"])
	return n
}

func (s *stream) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg["limit"] = 0
	s.cfg["depth"] = 0
	s.cfg["width"] = 0
	s.cfg["age"] = 0
	s.cfg["size"] = 0
	s.cfg["rate"] = 0
	s.cfg["burst"] = 0
	s.cfg["delay"] = 0
}

func (s *stream) Grow() {
	s.mu.Lock()
	s.cfg["limit"] *= 2
	s.mu.Unlock()
}

func Serve(requests <-chan settings) {
	for cfg := range requests {
		go add(cfg)
	}
}

var streams struct {
	sync.Mutex
	all []*stream
}
