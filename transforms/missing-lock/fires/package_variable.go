package metrics

import "sync"

var (
	countersMu sync.Mutex
	counters   = map[string]int{}
)

func Count(name string) {
	countersMu.Lock()
	counters[name]++
	countersMu.Unlock()
}

func Clear(name string) {
	countersMu.Lock()
	delete(counters, name)
	countersMu.Unlock()
}

func Value(name string) int {
	countersMu.Lock()
	n := counters[name]
	countersMu.Unlock()
	return n
}

func Has(name string) bool {
	_, ok := counters[name] // want "counters is read without countersMu"
	return ok
}
