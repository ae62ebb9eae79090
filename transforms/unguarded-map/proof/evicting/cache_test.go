package evicting

import (
	"strconv"
	"sync"
	"testing"
)

func TestAtOnce(t *testing.T) {
	cache := New(10)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			for number := range 100 {
				key := strconv.Itoa(number % (20 + worker))
				cache.Put(key, key)
				cache.Get(key)
			}
		}()
	}
	group.Wait()
	if cache.Len() > 10 {
		t.Errorf("%d values", cache.Len())
	}
}
