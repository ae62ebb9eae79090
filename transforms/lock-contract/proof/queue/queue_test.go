package queue

import (
	"sync"
	"testing"
)

func TestAllArePushed(t *testing.T) {
	const each = 200
	q := &Queue{}
	items := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() { q.PushNext(items) })
	wg.Go(func() {
		for i := range each {
			q.PushTwo(i, i)
		}
	})
	for i := range each {
		items <- i
		q.Push(i)
	}
	close(items)
	wg.Wait()
	if got := q.Len(); got != 4*each {
		t.Errorf("%d items, want %d", got, 4*each)
	}
}
