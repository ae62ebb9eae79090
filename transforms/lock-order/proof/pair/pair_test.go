package pair

import (
	"sync"
	"testing"
	"time"
)

func TestTheyMeet(t *testing.T) {
	p := &Pair{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 20000 {
					p.Add()
				}
			})
			wg.Go(func() {
				for range 20000 {
					p.Sub()
				}
			})
		}
		wg.Wait()
		p.AddTwo()
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatal("they wait for each other")
	}
}
