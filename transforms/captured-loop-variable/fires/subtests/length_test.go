package subtests

import "testing"

func TestLength(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{{"a", 1}, {"ab", 2}} {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			if got := length(test.text); got != test.want { // want "the parallel subtest uses test when the loop may have changed it"
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}
