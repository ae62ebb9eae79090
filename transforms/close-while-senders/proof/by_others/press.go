package by_others

import "sync"

// What both methods take out of the map is the same reader.
type reader struct {
	name  string
	pages chan string
}

func newReader(name string) *reader {
	return &reader{name: name, pages: make(chan string)}
}

func (r *reader) read(see func(string, string)) {
	for page := range r.pages {
		see(r.name, page)
	}
}

type Library struct {
	mu      sync.Mutex
	readers map[string]*reader
	see     func(string, string)
}

func (l *Library) Admit(name string) {
	r := newReader(name)
	l.mu.Lock()
	l.readers[name] = r
	l.mu.Unlock()
	go r.read(l.see)
}

func (l *Library) Lend(name, page string) {
	l.mu.Lock()
	r := l.readers[name]
	l.mu.Unlock()
	if r != nil {
		r.pages <- page
	}
}

func (l *Library) Dismiss(name string) {
	l.mu.Lock()
	r, ok := l.readers[name]
	delete(l.readers, name)
	l.mu.Unlock()
	if ok {
		close(r.pages)
	}
}

// A Once keeps the second close away, not the send behind the first.
type Subscriber struct {
	issues chan int
	once   sync.Once
}

func (s *Subscriber) Cancel() {
	s.once.Do(func() { close(s.issues) })
}

func (s *Subscriber) next() (int, bool) {
	issue, ok := <-s.issues
	return issue, ok
}

func (s *Subscriber) deliver(issue int) { s.issues <- issue }

type Magazine struct {
	mu          sync.Mutex
	subscribers []*Subscriber
}

func (m *Magazine) Subscribe(see func(int)) *Subscriber {
	s := &Subscriber{issues: make(chan int)}
	m.mu.Lock()
	m.subscribers = append(m.subscribers, s)
	m.mu.Unlock()
	go func() {
		for {
			issue, ok := s.next()
			if !ok {
				return
			}
			see(issue)
		}
	}()
	return s
}

func (m *Magazine) Publish(issue int) {
	m.mu.Lock()
	all := append([]*Subscriber(nil), m.subscribers...)
	m.mu.Unlock()
	for _, s := range all {
		s.deliver(issue)
	}
}
