package buffered

import "testing"

func TestLengths(t *testing.T) {
	if got := lengths([]string{"one", "two", "three"}); got != 11 {
		t.Fatalf("the lengths add up to %d", got)
	}
}
