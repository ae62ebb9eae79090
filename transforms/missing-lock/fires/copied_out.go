package scores

import "sync"

type Scores struct {
	mu     sync.RWMutex
	byName map[string]int
	last   []int
}

func (s *Scores) Add(name string, score int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byName[name] += score
	s.last[score%len(s.last)] = score
}

func (s *Scores) Of(name string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byName[name]
}

func (s *Scores) Remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byName, name)
	s.last[0] = 0
}

func (s *Scores) Oldest() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.last[len(s.last)-1]
}

func (s *Scores) Sum() int {
	s.mu.RLock()
	scores := s.byName
	s.mu.RUnlock()
	sum := 0
	for _, score := range scores { // want "scores shares its elements with s.byName, and is read behind the unlock"
		sum += score
	}
	return sum
}

func (s *Scores) Last() int {
	s.mu.RLock()
	last := s.last
	s.mu.RUnlock()
	return last[0] // want "last shares its elements with s.last, and is read behind the unlock"
}
