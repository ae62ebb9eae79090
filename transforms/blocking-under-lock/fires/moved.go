package moved

import "sync"

type Worker struct {
	mu    sync.Mutex
	group sync.WaitGroup
	jobs  chan int
	quit  chan struct{}
	done  chan struct{}
	count int
}

func NewWorker() *Worker {
	w := &Worker{jobs: make(chan int), quit: make(chan struct{}), done: make(chan struct{})}
	w.group.Add(1)
	go w.work()
	go w.run()
	return w
}

func (w *Worker) work() {
	defer w.group.Done()
	for job := range w.jobs {
		w.mu.Lock()
		w.count += job
		w.mu.Unlock()
	}
}

// Who closes when it ends needs the lock until then.
func (w *Worker) run() {
	defer close(w.done)
	for {
		select {
		case <-w.quit:
			return
		default:
		}
		w.mu.Lock()
		w.count++
		w.mu.Unlock()
	}
}

func (w *Worker) Stop() {
	w.mu.Lock()
	close(w.quit)
	<-w.done // want "this receives from w.done while w.mu is held"
	w.mu.Unlock()
}

// At the end, behind an Unlock that was deferred.
func (w *Worker) Put(job int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count--
	w.jobs <- job // want "this sends on w.jobs while w.mu is held"
}

// First of all, before the lock is taken.
func (w *Worker) Total() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.group.Wait() // want "this waits for w.group while w.mu is held"
	return w.count
}

// The lock guards nothing else.
func (w *Worker) Give(job int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jobs <- job // want "this sends on w.jobs while w.mu is held"
}

// What is returned needs the lock.
func (w *Worker) Close() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.jobs)
	w.group.Wait() // want "this waits for w.group while w.mu is held"
	return w.count
}

// A generic type.
type Store[T any] struct {
	mu    sync.RWMutex
	group sync.WaitGroup
	items []T
}

func (s *Store[T]) Load(load func() T) {
	s.group.Add(1)
	go func() {
		defer s.group.Done()
		item := load()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.items = append(s.items, item)
	}()
}

func (s *Store[T]) Flush() {
	s.mu.RLock()
	n := len(s.items)
	println(n)
	s.group.Wait() // want "this waits for s.group while s.mu is held"
	s.mu.RUnlock()
}
