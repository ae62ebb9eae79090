package quiet

import "sync"

type Shelf struct {
	mu    sync.Mutex
	last  int
	books map[int]string
}

func (s *Shelf) Put(book string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	s.books[s.last] = book
}

func (s *Shelf) Last() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.books[s.last]
}

func (s *Shelf) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = 0
	clear(s.books)
}

// take is called with the lock, or takes it: its literals know.
func (s *Shelf) take(number int, needsLock bool) (string, bool) {
	lock := func() {
		if needsLock {
			s.mu.Lock()
		}
	}
	unlock := func() {
		if needsLock {
			s.mu.Unlock()
		}
	}
	lock()
	defer unlock()
	if number > s.last {
		return "", false
	}
	book := s.books[number]
	delete(s.books, number)
	return book, true
}

func (s *Shelf) Take(number int) (string, bool) {
	return s.take(number, true)
}

func (s *Shelf) TakeLast() (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.take(s.last, false)
}
