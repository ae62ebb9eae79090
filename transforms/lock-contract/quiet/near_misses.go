package queue

import "sync"

type Queue struct {
	mu    sync.Mutex
	items []string
}

func (q *Queue) pushLocked(item string) {
	q.items = append(q.items, item)
}

// New owns what it fills.
func New(items ...string) *Queue {
	q := &Queue{}
	for _, item := range items {
		q.pushLocked(item)
	}
	return q
}

func (q *Queue) Push(item string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pushLocked(item)
}

// Maybe takes the lock on some paths only.
func (q *Queue) Maybe(item string, lock bool) {
	if lock {
		q.mu.Lock()
	}
	q.pushLocked(item)
	if lock {
		q.mu.Unlock()
	}
}

func (q *Queue) twiceLocked(item string) {
	q.pushLocked(item)
	q.pushLocked(item)
}

func (q *Queue) Twice(item string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.twiceLocked(item)
}

// each runs a function with the lock.
func (q *Queue) each(do func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	do()
}

func (q *Queue) PushEach(item string) {
	q.each(func() {
		q.pushLocked(item)
	})
}

// With is not q's lock but that of whoever has the queue; two queues are two locks.
func Move(from, to *Queue) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	to.pushLocked(from.items[0])
}

// isLocked only asks.
func (q *Queue) isLocked() bool {
	locked := !q.mu.TryLock()
	if !locked {
		q.mu.Unlock()
	}
	return locked
}

func (q *Queue) Busy() bool {
	return q.isLocked()
}

type Log struct {
	mu    sync.Mutex
	lines []string
}

// Two callers are no contract, and describe touches nothing that the lock guards.
func (l *Log) describe() string {
	return "log"
}

func (l *Log) Add(line string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	return l.describe()
}

func (l *Log) Clear() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = nil
	return l.describe()
}

func (l *Log) First() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines[0] + l.describe()
}

func (l *Log) Name() string {
	return l.describe()
}

// Restore is nobody's yet: only what makes a queue leads here.
func Restore(items []string) *Queue {
	q := &Queue{}
	go q.Push("first")
	q.replay(items)
	return q
}

func (q *Queue) replay(items []string) {
	drop := func(item string) {
		q.pushLocked(item)
	}
	for _, item := range items {
		drop(item)
	}
}

type Stock struct {
	mu    sync.Mutex
	parts map[string]int
}

// The caller must hold s.mu.
func (s *Stock) count(part string) int {
	return s.parts[part]
}

func (s *Stock) Count(part string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count(part)
}

func (s *Stock) Both(first, second string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count(first) + s.count(second)
}

// Sum takes the lock in a closure, where its caller wants that.
func (s *Stock) Sum(lock bool, parts ...string) int {
	take := func() {
		if lock {
			s.mu.Lock()
		}
	}
	give := func() {
		if lock {
			s.mu.Unlock()
		}
	}
	take()
	defer give()
	sum := 0
	for _, part := range parts {
		sum += s.count(part)
	}
	return sum
}

// Filled makes what it asks.
func Filled(old *Stock, parts ...string) (*Stock, int) {
	stock := old
	if stock == nil {
		stock = &Stock{parts: make(map[string]int)}
	}
	return stock, stock.count("all")
}

// check is called with the lock, and by one who prepares the stock.
func (s *Stock) check() bool {
	return s.count("all") == 0
}

func (s *Stock) Check() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.check()
}

func (s *Stock) recover() bool {
	s.parts = make(map[string]int)
	return s.check()
}

func (s *Stock) Reset() bool {
	return s.recover()
}
