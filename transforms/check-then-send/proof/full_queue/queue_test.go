package full_queue

import (
	"sync"
	"testing"
	"time"
)

// Many goroutines offer at once to a queue with room for one.
func TestOfferNeverBlocks(t *testing.T) {
	for range 20000 {
		q := newQueue()
		var begin, offers sync.WaitGroup
		begin.Add(1)
		for item := range 4 {
			offers.Add(1)
			go func() {
				defer offers.Done()
				begin.Wait()
				q.offer(item)
			}()
		}
		begin.Done()
		ended := make(chan struct{})
		go func() {
			offers.Wait()
			close(ended)
		}()
		select {
		case <-ended:
		case <-time.After(2 * time.Second):
			t.Fatal("offer blocks")
		}
	}
}
