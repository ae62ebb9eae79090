package counter

import (
	"sync"
	"testing"
)

func TestHits(t *testing.T) {
	var m meter
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20_000 {
				m.hit(2)
			}
		})
	}
	wg.Wait()
	if hits := m.hits.Load(); hits != 80_000 || m.bytes != 160_000 {
		t.Fatalf("%d hits, %d bytes: some are lost", hits, m.bytes)
	}
}
