package twice

import (
	"sync"
	"testing"
)

func TestOneEngine(t *testing.T) {
	var g Garage
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if *g.Engine() != "v8" {
				t.Error("no engine")
			}
		})
	}
	wg.Wait()
}
