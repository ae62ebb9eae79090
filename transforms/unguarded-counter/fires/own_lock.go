package own_lock

import "sync"

type index struct {
	mu      sync.RWMutex
	entries map[string]int
	found   uint64
}

func (i *index) Find(key string) (int, bool) {
	i.mu.RLock()
	entry, ok := i.entries[key]
	i.mu.RUnlock()
	if ok {
		i.found++ // want "i.found is changed here"
	}
	return entry, ok
}

func (i *index) Add(key string, entry int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.entries[key] = entry
}

func (i *index) Found() uint64 {
	return i.found
}
