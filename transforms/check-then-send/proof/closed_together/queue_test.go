package closed_together

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Whatever Submit has taken is summed up, and Close may come at any time.
func TestCloseWhileSubmitting(t *testing.T) {
	for range 30 {
		q := NewQueue()
		var taken atomic.Int64
		var clients sync.WaitGroup
		for range 8 {
			clients.Add(1)
			go func() {
				defer clients.Done()
				for q.Submit(1) == nil {
					taken.Add(1)
				}
			}()
		}
		time.Sleep(time.Millisecond)
		sum := q.Close()
		clients.Wait()
		if int64(sum) != taken.Load() {
			t.Fatalf("%d jobs were taken and %d done", taken.Load(), sum)
		}
	}
}
