package upkeep

import (
	"slices"
	"strings"
)

type board struct {
	names []string
	queue []int
	ids   []int
}

func (b *board) remove(name string) bool {
	for i, known := range b.names {
		if known == name {
			b.names = append(b.names[:i], b.names[i+1:]...) // want "b.names is changed here"
			return true
		}
	}
	return false
}

func (b *board) add(name string) {
	if !slices.Contains(b.names, name) {
		b.names = append(b.names, name)
	}
}

func (b *board) text() string {
	return strings.Join(b.names, ", ")
}

func (b *board) push(n int) { b.queue = append(b.queue, n) } // want "b.queue is changed here"

func (b *board) pop() int {
	if len(b.queue) == 0 {
		return 0
	}
	n := b.queue[0]
	b.queue[0] = 0
	b.queue = b.queue[1:]
	return n
}

func (b *board) insert(id int) {
	if i, ok := slices.BinarySearch(b.ids, id); !ok {
		b.ids = slices.Insert(b.ids, i, id) // want "b.ids is changed here"
	}
}

func (b *board) forget(id int) {
	if i := slices.Index(b.ids, id); i >= 0 {
		b.ids = slices.Delete(b.ids, i, i+1)
	}
}

func run(b *board) {
	go b.add("a")
	go b.remove("b")
	go func() { println(b.text()) }()
	go b.push(1)
	go b.pop()
	go b.insert(1)
	go b.forget(1)
}
