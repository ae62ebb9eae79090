package serial_subtests

import "testing"

func TestLength(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{{"a", 1}, {"ab", 2}} {
		t.Run(test.text, func(t *testing.T) {
			if got := length(test.text); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
		t.Run("again", func(t *testing.T) {
			text := test.text
			t.Parallel()
			_ = length(text)
		})
		test := test
		t.Run("own", func(t *testing.T) {
			t.Parallel()
			_ = length(test.text)
		})
	}
}
