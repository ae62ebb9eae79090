package owned

import "testing"

var limit = 10

type config struct{ size int }

func TestLimits(t *testing.T) {
	cfg := &config{}
	for _, n := range []int{1, 2} {
		t.Run("limit", func(t *testing.T) {
			t.Parallel()
			limit = n    // want "which belongs to the package"
			cfg.size = n // want "which belongs to an object"
			if limit != n || cfg.size != n {
				t.Error(limit)
			}
		})
	}
}
