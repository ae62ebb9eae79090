package topics

import (
	"fmt"
	"sync"
)

type Topics struct {
	mu   sync.Mutex
	subs map[string]int
	log  []string
}

func (t *Topics) Add(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.subs[name]++
	t.log = append(t.log, name)
}

func (t *Topics) Remove(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.subs, name)
	t.log[0] = name
}

func (t *Topics) Swap() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log[0], t.log[1] = t.log[1], t.log[0]
	t.subs = map[string]int{}
}

func (t *Topics) Print() {
	for name, n := range t.subs { // want "t.subs is read without t.mu"
		fmt.Println(name, n)
	}
	for _, line := range t.log { // want "t.log is read without t.mu"
		fmt.Println(line)
	}
}
