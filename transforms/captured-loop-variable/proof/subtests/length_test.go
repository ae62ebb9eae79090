//go:build go1.21

package subtests

import "testing"

func TestAllRun(t *testing.T) {
	seen := make(chan string, 3)
	t.Run("all", func(t *testing.T) {
		for _, text := range []string{"a", "ab", "abc"} {
			t.Run(text, func(t *testing.T) {
				t.Parallel()
				seen <- text
			})
		}
	})
	close(seen)
	total := 0
	for text := range seen {
		total += Length(text)
	}
	if total != 6 {
		t.Errorf("the texts have %d bytes, want 6", total)
	}
}
