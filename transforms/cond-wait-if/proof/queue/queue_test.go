package queue

import (
	"sync"
	"testing"
	"time"
)

func TestTwoWait(t *testing.T) {
	q := newQueue()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { q.take() })
	}
	// Both wait when the first item comes.
	time.Sleep(20 * time.Millisecond)
	q.put(1)
	time.Sleep(5 * time.Millisecond)
	q.put(2)
	wg.Wait()
}
