package cache

import (
	"strconv"
	"sync"
	"testing"
)

func TestConcurrentUse(t *testing.T) {
	c := New()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 50 {
				key := strconv.Itoa(i*50 + j)
				c.Set(key, j)
				c.Ask(key)
			}
		})
	}
	wg.Wait()
	if got := c.Asked(); got != 400 {
		t.Errorf("asked %d times, want 400", got)
	}
	if got, ok := c.Get("399"); !ok || got != 49 {
		t.Errorf("got %d, %v", got, ok)
	}
}
