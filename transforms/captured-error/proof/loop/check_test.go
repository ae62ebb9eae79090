package loop

import "testing"

func TestBadTextsAreCounted(t *testing.T) {
	for range 50 {
		if got := Check([]string{"1", "x", "2", "y", "3"}); got != 2 {
			t.Fatalf("got %d, want 2", got)
		}
	}
}
