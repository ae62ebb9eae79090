package part_of_locked_struct

import "sync"

type stats struct {
	inserts uint64
	name    string
}

// Index finds words.
type Index struct {
	mu    sync.RWMutex
	words map[string]int
	stats stats
}

func (x *Index) Insert(word string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.words[word]++
	x.stats.inserts++
}

func (x *Index) Inserts() uint64 {
	return x.stats.inserts // want "x.stats.inserts is read here without x.mu"
}
