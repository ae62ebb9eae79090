package cache

import (
	"fmt"
	"sync"
	"testing"
)

func TestGetAndSet(t *testing.T) {
	c := New()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { c.Set(fmt.Sprint(i), "page") })
		wg.Go(func() { c.Get("1") })
	}
	wg.Wait()
	if c.Len() != 20 {
		t.Error("pages:", c.Len())
	}
}
