package anew

import (
	"fmt"
	"sync"
)

type stream struct {
	done chan struct{}
	name string
}

func (s *stream) Close() {
	var once sync.Once // want "each run of Close makes its own once"
	once.Do(func() {
		close(s.done)
	})
}

func (s *stream) Rename(name string) {
	var mu sync.Mutex // want "nobody else ever locks it"
	mu.Lock()
	defer mu.Unlock()
	s.name = name
}

func startAll(jobs []func()) {
	for _, job := range jobs {
		go func() {
			var once sync.Once // want "each run of the function literal"
			once.Do(setUp)
			job()
		}()
	}
}

func setUp() {}

func count(jobs []func() int) int {
	total := 0
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n := job()
			var mu sync.Mutex // keeps total // want "keeps nobody out"
			mu.Lock()
			total += n
			mu.Unlock()
		}()
	}
	wg.Wait()
	return total
}

func rounds(jobs []func()) {
	for _, job := range jobs {
		once := sync.Once{} // want "each round of the loop makes its own once"
		go func() {
			once.Do(setUp)
			job()
		}()
	}
}

var settings map[string]string

// load loads the settings.
func load() map[string]string {
	var once sync.Once // want "each run of load"
	once.Do(func() {
		settings = map[string]string{"a": "b"}
	})
	return settings
}

var hits int

func hit() {
	mu := sync.Mutex{} // want "each run of hit"
	mu.Lock()
	hits++
	mu.Unlock()
}

type guarded struct {
	mu sync.Mutex
	n  int
}

func (g *guarded) add() {
	var lock sync.Mutex // want "each run of add"
	lock.Lock()
	g.n++
	lock.Unlock()
	fmt.Println("added")
}
