package names

import (
	"slices"
	"sync"
)

type Names struct {
	mu   sync.Mutex
	list []string
	size int
}

func (n *Names) Add(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, name)
	n.size += len(name)
}

func (n *Names) Set(index int, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.size += len(name) - len(n.list[index])
	n.list[index] = name
}

func (n *Names) Has(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Contains(n.list, name)
}

// A copy must not be sorted instead.
func (n *Names) SortBy(compare func(a, b string) int) {
	slices.SortFunc(n.list, compare) // want "n.list is written without n.mu"
}

// Nothing is locked before it is known to be there.
func (n *Names) Size() int {
	if n == nil {
		return 0
	}
	return n.size // want "n.size is read without n.mu"
}
