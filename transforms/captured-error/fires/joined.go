package joined

import (
	"os"
	"sync"
)

// Those that fail say so; who waits returns what one of them said.
func removeAll(names []string) error {
	var wg sync.WaitGroup
	var err error
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if e := os.Remove(name); e != nil {
				err = e // want "the goroutine assigns to the err of removeAll"
			}
		}()
	}
	wg.Wait()
	return err
}
