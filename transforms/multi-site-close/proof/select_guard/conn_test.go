package select_guard

import (
	"sync"
	"testing"
)

func TestCloseAtOnce(t *testing.T) {
	for range 20_000 {
		c := New()
		start := make(chan struct{})
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				<-start
				c.Close()
			})
		}
		close(start)
		wg.Wait()
		<-c.done
	}
}
