package right

import "sync"

// The closure shares it.
func stopper(stop func()) func() {
	var once sync.Once
	return func() {
		once.Do(stop)
	}
}

func several(jobs []func()) {
	var once sync.Once
	var mu sync.Mutex
	total := 0
	for _, job := range jobs {
		go func() {
			once.Do(job)
			mu.Lock()
			total++
			mu.Unlock()
		}()
	}
}

func again(jobs []func()) {
	var once sync.Once
	for _, job := range jobs {
		once.Do(job)
	}
}

type node struct {
	mu   *sync.Mutex
	next *node
	n    int
}

// The pointer is shared.
func (n node) inc() {
	n.mu.Lock()
	n.n++
	n.mu.Unlock()
	n.next.mu.Lock()
	n.next.mu.Unlock()
}

func locked(mu *sync.Mutex, once *sync.Once, f func()) {
	mu.Lock()
	once.Do(f)
	mu.Unlock()
}

func locker(l sync.Locker) {
	l.Lock()
	l.Unlock()
}

func condition() {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	mu.Lock()
	cond.Broadcast()
	mu.Unlock()
}

func given(f func(*sync.Mutex)) {
	var mu sync.Mutex
	mu.Lock()
	f(&mu)
	mu.Unlock()
}

func own() int {
	var mu sync.Mutex
	n := 0
	mu.Lock()
	n++
	mu.Unlock()
	return n
}

type shard struct {
	mu sync.Mutex
	n  int
}

func shards(all []shard, pointers []*shard) {
	for i := range all {
		s := &all[i]
		s.mu.Lock()
		s.n++
		s.mu.Unlock()
	}
	for _, s := range pointers {
		s.mu.Lock()
		s.n++
		s.mu.Unlock()
	}
}

// Each round has its own group, and waits for it.
func rounds(batches [][]func()) {
	for _, batch := range batches {
		var wg sync.WaitGroup
		for _, job := range batch {
			wg.Add(1)
			go func() {
				defer wg.Done()
				job()
			}()
		}
		wg.Wait()
	}
}

func main() {
	var once sync.Once
	once.Do(func() {})
}

func newShard() shard {
	s := shard{}
	s.mu.Lock()
	s.n = 1
	s.mu.Unlock()
	return shard{}
}
