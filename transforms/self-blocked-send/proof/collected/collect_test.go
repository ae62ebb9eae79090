package collected

import (
	"slices"
	"testing"
	"time"
)

func TestEach(t *testing.T) {
	got := make(chan []int, 1)
	go func() {
		got <- each([]func() int{func() int { return 1 }, func() int { return 2 }})
	}()
	select {
	case results := <-got:
		if !slices.Equal(results, []int{1, 2}) {
			t.Fatalf("got %v", results)
		}
	case <-time.After(500 * time.Millisecond):
		t.Fatal("each hangs")
	}
}
