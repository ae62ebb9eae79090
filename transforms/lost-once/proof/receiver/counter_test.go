package counter

import "testing"

func TestCount(t *testing.T) {
	if n := Count([]string{"a", "b", "a", "c", "b"}); n != 3 {
		t.Errorf("%d names, want 3", n)
	}
}
