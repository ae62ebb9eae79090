package goroutines

import (
	"sync"
	"testing"
)

func TestEachNumberIsSquared(t *testing.T) {
	var mu sync.Mutex
	got := map[int]int{}
	Squares([]int{1, 2, 3, 4, 5}, func(n, square int) {
		mu.Lock()
		defer mu.Unlock()
		got[n] = square
	})
	if len(got) != 5 || got[3] != 9 {
		t.Errorf("got %v", got)
	}
}
