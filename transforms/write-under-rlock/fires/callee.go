package callee

import "sync"

type Index struct {
	words map[string][]int
	dirty bool
}

func (i *Index) add(word string, line int) {
	i.words[word] = append(i.words[word], line)
	i.dirty = true
}

type Book struct {
	mu    sync.RWMutex
	index *Index
	lines []string
	count int
}

func (b *Book) note() {
	b.count++
}

func (b *Book) bump() {
	b.note()
}

// Count notes that somebody asked.
func (b *Book) Count() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	b.bump() // want "bump changes b.count while b.mu is locked for reading only"
	return b.count
}

func (b *Book) Total() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.count
}

func (b *Book) Add(word string, line int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.index.add(word, line)
}

func (b *Book) Refresh(word string) {
	b.mu.RLock()
	b.index.add(word, len(b.lines)) // want "add changes b.index while b.mu is locked for reading only"
	b.mu.RUnlock()
}

func set(to *int, value int) {
	*to = value
}

func (b *Book) Reset() {
	b.mu.RLock()
	set(&b.count, 0) // want "set changes b.count"
	b.mu.RUnlock()
}
