package nofix

import (
	"fmt"
	"sync"
)

type name struct {
	mu   sync.Mutex
	text string
}

func (n name) String() string { // want "n is a copy"
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text
}

func show(names map[string]name) {
	for _, n := range names { // want "n is a copy of the element"
		n.mu.Lock()
		fmt.Println(n.text)
		n.mu.Unlock()
	}
}

func made() name { return name{} }

func (n name) set() { // want "n is a copy"
	n.mu.Lock()
	n.text = "set"
	n.mu.Unlock()
}

func call() { made().set() }

func given(n name, set func(name)) { // want "n is a copy"
	n.mu.Lock()
	set(n)
	n.mu.Unlock()
}
