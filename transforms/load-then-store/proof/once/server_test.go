package once

import (
	"sync"
	"testing"
)

func TestStopTwice(t *testing.T) {
	for range 3000 {
		s := &server{quit: make(chan struct{})}
		var wg sync.WaitGroup
		begin := make(chan struct{})
		for range 4 {
			wg.Go(func() {
				<-begin
				s.stop()
			})
		}
		close(begin)
		wg.Wait()
	}
}
