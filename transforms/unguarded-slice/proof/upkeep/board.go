// Package board keeps names in order, and takes them out again.
package board

import (
	"slices"
	"sync"
)

type Board struct {
	names []string
}

func (b *Board) add(name string) {
	if i, ok := slices.BinarySearch(b.names, name); !ok {
		b.names = slices.Insert(b.names, i, name)
	}
}

func (b *Board) remove(name string) {
	for i, known := range b.names {
		if known == name {
			b.names = append(b.names[:i], b.names[i+1:]...)
			return
		}
	}
}

// Fill adds all names, each on a goroutine of its own, and takes out again those that are short.
func Fill(names []string) []string {
	b := &Board{}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.add(name)
			if len(name) < 2 {
				b.remove(name)
			}
		}()
	}
	wg.Wait()
	return b.names
}
