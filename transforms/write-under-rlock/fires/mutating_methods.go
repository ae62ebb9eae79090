package mutating_methods

import (
	"container/list"
	"sort"
	"sync"
)

type Recent struct {
	mu    sync.RWMutex
	order *list.List
	items map[string]*list.Element
	names []string
}

func (r *Recent) Add(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items[name] = r.order.PushFront(name)
	r.names = append(r.names, name)
}

func (r *Recent) Get(name string) any {
	r.mu.RLock()
	defer r.mu.RUnlock()
	element := r.items[name]
	r.order.MoveToFront(element) // want "r.order is changed while r.mu is locked for reading only"
	return element.Value
}

func (r *Recent) Names() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	sort.Strings(r.names) // want "r.names is changed"
	return append([]string(nil), r.names...)
}
