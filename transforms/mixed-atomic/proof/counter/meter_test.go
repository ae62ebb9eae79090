package counter

import (
	"sync"
	"testing"
)

func TestHitsWhileCounting(t *testing.T) {
	var meter Meter
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 100 {
				meter.Hit()
				meter.Hits()
			}
		}()
	}
	group.Wait()
	if hits := meter.Hits(); hits != 400 {
		t.Errorf("%d hits", hits)
	}
}
