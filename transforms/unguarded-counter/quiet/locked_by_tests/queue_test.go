package locked_by_tests

import (
	"sync"
	"testing"
	"time"
)

func TestQueue(t *testing.T) {
	var lock sync.Mutex
	q := &Queue{}
	stop := make(chan struct{})
	go func() {
		for n := 0; ; n++ {
			select {
			case <-time.After(time.Millisecond):
				lock.Lock()
				q.Refresh(n)
				lock.Unlock()
			case <-stop:
				return
			}
		}
	}()
	for n := range 100 {
		lock.Lock()
		q.Push(n)
		lock.Unlock()
	}
	close(stop)
}
