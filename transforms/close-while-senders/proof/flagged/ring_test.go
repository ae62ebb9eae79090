package flagged

import (
	"sync"
	"testing"
)

func TestWakeWhileClosing(t *testing.T) {
	r := New()
	var wakers sync.WaitGroup
	for range 4 {
		wakers.Add(1)
		go func() {
			defer wakers.Done()
			for range 1000 {
				r.Wake()
			}
		}()
	}
	wakers.Add(1)
	go func() {
		defer wakers.Done()
		r.Turns()
	}()
	r.Wake()
	r.Close()
	wakers.Wait()
}
